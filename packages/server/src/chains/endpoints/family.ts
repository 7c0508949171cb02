import type { HttpAnswer, HttpRequest } from './createHttp.ts';
import type { Origin } from '../errors.ts';

/** What a client of a node speaks through. */
export interface Link {
  readonly origin: Origin;
  send(request: HttpRequest): Promise<HttpAnswer>;
}

/** The newest block of a node; `synced` is false while it says itself that it is catching up. */
export interface Head {
  readonly height: bigint;
  readonly synced: boolean;
}

/** All that the pool needs to know about the nodes of a chain family. */
export interface NodeFamily<Client> {
  open(link: Link): Client;
  /** What the chain is known by. */
  identify(client: Client): Promise<string>;
  readHead(client: Client): Promise<Head>;
  /** @returns undefined where the node does not have the block */
  findBlockHash(client: Client, height: bigint): Promise<string | undefined>;
  /** Blocks below the newest in which honest nodes may differ for a while. */
  readonly unsettledBlocks: bigint;
}
