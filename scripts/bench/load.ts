/** Load from a process of its own: what it costs to make requests must not slow down who answers them. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Requests to make; `{n}` in body and headers becomes a number that never comes twice in a run. */
export interface Load {
  readonly origin: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Requests in flight at any time, each lane on a kept-alive connection. */
  readonly lanes: number;
  /** How long or how many. */
  readonly until: { readonly count: number } | { readonly ms: number };
}

export interface Loaded {
  /** Of each request, in ms. */
  readonly latencies: readonly number[];
  readonly elapsedMs: number;
}

export interface LoadProcess extends AsyncDisposable {
  /** @throws if any answer was no success */
  run(load: Load): Promise<Loaded>;
}

export type LoadAnswer = Loaded | { readonly error: string };

const program = fileURLToPath(new URL('loadProcess.ts', import.meta.url));

export function startLoadProcess(): LoadProcess {
  const child = fork(program, { execArgv: ['--conditions=source'] });
  const ended = once(child, 'exit');

  return {
    async run(load) {
      child.send(load);
      const [answer] = (await Promise.race([
        once(child, 'message'),
        ended.then(() => [{ error: 'the load process ended' }]),
      ])) as [LoadAnswer];
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
