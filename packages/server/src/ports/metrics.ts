import type { ErrorCode, NetworkId } from '@biatec-tokens/core';

/** What is counted and timed as it happens. Labels come from our own tables, never from input. */
export interface Metrics {
  /** @param run.code - Null for success. */
  operation(run: {
    readonly path: string;
    readonly code: ErrorCode | null;
    readonly durationMs: number;
  }): void;
  chainCall(call: {
    readonly networkId: NetworkId;
    readonly method: string;
    readonly ok: boolean;
    readonly durationMs: number;
  }): void;
}
