/** Load from a process of its own: what it costs to make requests must not slow down who answers them. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * Requests to make; in body and headers `{n}` becomes a number that never comes twice in a run, and `{lane}` that of the
 * lane, from 0.
 */
export interface Load {
  readonly origin: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Requests in flight at any time, each lane on a kept-alive connection. */
  readonly lanes: number;
  /** Between an answer and the next request of its lane, give or take a half. @default 0 */
  readonly pauseMs?: number;
  /** How long or how many. */
  readonly until: { readonly count: number } | { readonly ms: number };
}

export interface Loaded {
  /** Of each request, in ms. */
  readonly latencies: readonly number[];
  readonly elapsedMs: number;
}

export interface LoadProcess extends AsyncDisposable {
  readonly pid: number;
  /** Several run side by side. @throws if any answer was no success */
  run(load: Load): Promise<Loaded>;
}

/** What goes to the process, and what comes back under the same id. */
export interface LoadOrder {
  readonly id: number;
  readonly load: Load;
}
export type LoadAnswer = { readonly id: number } & (Loaded | { readonly error: string });

const program = fileURLToPath(new URL('loadProcess.ts', import.meta.url));

export function startLoadProcess(): LoadProcess {
  const child = fork(program, { execArgv: ['--conditions=source'] });
  const ended = once(child, 'exit');
  const waiting = new Map<number, (answer: LoadAnswer) => void>();
  let orders = 0;
  child.on('message', (answer: LoadAnswer) => waiting.get(answer.id)?.(answer));

  return {
    pid: child.pid ?? 0,
    async run(load) {
      const id = (orders += 1);
      const answered = new Promise<LoadAnswer>((resolve) => waiting.set(id, resolve));
      child.send({ id, load } satisfies LoadOrder);
      const answer = await Promise.race([
        answered,
        ended.then(() => ({ id, error: 'the load process ended' })),
      ]);
      waiting.delete(id);
      if ('error' in answer) throw new Error(`Cannot measure ${load.path}: ${answer.error}`);
      return answer;
    },
    async [Symbol.asyncDispose]() {
      child.disconnect();
      await ended;
    },
  };
}

/** Requests of a signed-in user to a server. */
export function requestsOf(user: { readonly accessToken: string }): Record<string, string> {
  return { authorization: `Bearer ${user.accessToken}`, 'content-type': 'application/json' };
}
