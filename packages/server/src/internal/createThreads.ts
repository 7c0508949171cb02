import { once } from 'node:events';
import { Worker, type Transferable } from 'node:worker_threads';
import type { ThreadAnswer } from './serveThread.ts';
import { createWorkQueue } from './workQueue.ts';

/** Threads that run one program, for work that keeps a processor busy. */
export interface Threads<Request, Answer> {
  /** @throws what the program threw, or when the threads are closed before it answered */
  run(request: Request, transfer?: readonly Transferable[]): Promise<Answer>;
  close(): Promise<void>;
}

export interface ThreadsOptions {
  /** A file that calls {@link serveThread}. */
  readonly program: URL;
  readonly name: string;
  /** How many run at once; the rest waits in line. */
  readonly threads: number;
}

/**
 * Starts threads when they are needed and keeps them; they do not keep the process alive.
 *
 * Apart from the pool of libuv, whose threads all have the priority of the event loop.
 */
export function createThreads<Request, Answer>(options: ThreadsOptions): Threads<Request, Answer> {
  const { program, name, threads } = options;
  const queue = createWorkQueue({ concurrency: threads });
  const running = new Set<Worker>();
  const idle: Worker[] = [];
  let closed = false;

  function start(): Worker {
    // It needs nothing of the environment, which holds secrets.
    const thread = new Worker(program, { name, env: {}, execArgv: [] });
    running.add(thread);
    // Whoever waits for an answer hears of it too; here it only must not end the process.
    thread.on('error', () => {});
    thread.once('exit', () => {
      running.delete(thread);
      if (idle.includes(thread)) idle.splice(idle.indexOf(thread), 1);
    });
    return thread;
  }

  async function runNow(request: Request, transfer: readonly Transferable[]): Promise<Answer> {
    if (closed) throw new Error(`Cannot ask the thread "${name}": it is closed`);
    const thread = idle.pop() ?? start();
    thread.ref();
    const answer = await ask<Answer>(thread, request, transfer);
    thread.unref();
    idle.push(thread);
    if ('error' in answer) throw answer.error;
    return answer.value;
  }

  return {
    run: (request, transfer = []) => queue.run(() => runNow(request, transfer)),

    async close() {
      closed = true;
      await Promise.all([...running].map((thread) => thread.terminate()));
    },
  };
}

/** @throws what ended the thread, if it ended before it answered */
async function ask<Answer>(
  thread: Worker,
  request: unknown,
  transfer: readonly Transferable[],
): Promise<ThreadAnswer<Answer>> {
  const ended = Promise.withResolvers<never>();
  const end = (): void => ended.reject(new Error('Cannot ask the thread: it ended'));
  thread.once('exit', end);
  const listening = new AbortController();
  try {
    const answered = once(thread, 'message', listening);
    thread.postMessage(request, transfer);
    const [answer] = (await Promise.race([answered, ended.promise])) as [ThreadAnswer<Answer>];
    return answer;
  } finally {
    thread.off('exit', end);
    listening.abort();
  }
}
