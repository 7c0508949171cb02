import { sleep } from './sleep.ts';

/** What the client takes from its surroundings; tests bring their own. */
export interface Runtime {
  readonly fetch: typeof fetch;
  /** Waits, or rejects with the signal's reason. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** A number from 0 up to 1. */
  readonly random: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The surroundings of a browser, Node, Deno, Bun or a worker. */
export const platform: Runtime = {
  // Looked up at each call, so that tracing tools that replace it later are honoured.
  fetch: (...call) => globalThis.fetch(...call),
  sleep,
  random: Math.random,
  now: Date.now,
};
