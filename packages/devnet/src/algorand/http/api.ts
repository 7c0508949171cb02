/** The words of the HTTP room: requests, answers, routes, and what a route may use. */
import type { Block } from '../blocks/block.ts';
import type { Faults } from '../faults.ts';
import type { Genesis } from '../genesis.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { SignedTransaction } from '../wire/fields.ts';
import type { JsonValue } from '../wire/json.ts';

export type ApiRequest = {
  /** The parts of the path that the route names. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
};

export type ApiAnswer = {
  /** @default 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
} & ({ readonly json: JsonValue } | { readonly bytes: Uint8Array; readonly contentType: string });

/** What the routes need of the node. */
export type NodeParts = {
  readonly genesis: Genesis;
  readonly ledger: Ledger;
  readonly faults: Faults;
  /** Takes a group; resolves with its first id when the answer may be sent. */
  submit(group: readonly SignedTransaction[]): Promise<string>;
  makeBlocks(count: number): Promise<Block>;
  /** Resolves when a block after `round` is there, the client is gone, or a minute has passed. */
  waitForBlockAfter(round: bigint, signal: AbortSignal): Promise<void>;
  nanosecondsSinceLastBlock(): bigint;
};

export type Route = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** `{name}` stands for one part of the path. */
  readonly path: string;
  /** Answers without the API token. @default false */
  readonly isPublic?: boolean;
  readonly handle: (request: ApiRequest, node: NodeParts) => ApiAnswer | Promise<ApiAnswer>;
};
