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

/** A program that computes keeps next to nothing; without limits each thread would let garbage grow as the server may. */
const resourceLimits = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 32 };

/** What a thread has at hand: one request that it works on, and one to go on with before we have heard of the first. */
export const requestsPerThread = 2;

/** A thread, and those who wait for its answers, in the order it gives them. */
interface Running<Answer> {
  readonly worker: Worker;
  readonly waiting: PromiseWithResolvers<Answer>[];
}

/**
 * Starts threads when they are needed and keeps them; they do not keep the process alive.
 *
 * Apart from the pool of libuv, whose threads all have the priority of the event loop.
 */
export function createThreads<Request, Answer>(options: ThreadsOptions): Threads<Request, Answer> {
  const { program, name, threads } = options;
  const queue = createWorkQueue({ concurrency: threads * requestsPerThread });
  const running = new Set<Running<Answer>>();
  let closed = false;

  function start(): Running<Answer> {
    // It needs nothing of the environment, which holds secrets.
    const worker = new Worker(program, { name, env: {}, execArgv: [], resourceLimits });
    const thread: Running<Answer> = { worker, waiting: [] };
    running.add(thread);
    function end(error: Error): void {
      running.delete(thread);
      for (const { reject } of thread.waiting.splice(0)) reject(error);
    }
    worker.on('message', (answer: ThreadAnswer<Answer>) => {
      const asked = thread.waiting.shift();
      if (thread.waiting.length === 0) worker.unref();
      if ('error' in answer) asked?.reject(answer.error);
      else asked?.resolve(answer.value);
    });
    worker.once('error', end);
    worker.once('exit', () => end(new Error(`Cannot ask the thread "${name}": it ended`)));
    return thread;
  }

  /** The one with the least to do; a new one where all have something to do and there may be more. */
  function choose(): Running<Answer> {
    const [least] = [...running].toSorted((a, b) => a.waiting.length - b.waiting.length);
    if (least === undefined) return start();
    return least.waiting.length > 0 && running.size < threads ? start() : least;
  }

  function ask(request: Request, transfer: readonly Transferable[]): Promise<Answer> {
    if (closed) throw new Error(`Cannot ask the thread "${name}": it is closed`);
    const { worker, waiting } = choose();
    const asked = Promise.withResolvers<Answer>();
    // First of all: of a request that cannot be sent nobody may wait for the answer, which would be the next one's.
    worker.postMessage(request, transfer);
    waiting.push(asked);
    worker.ref();
    return asked.promise;
  }

  return {
    run: (request, transfer = []) => queue.run(async () => ask(request, transfer)),

    async close() {
      closed = true;
      await Promise.all([...running].map(({ worker }) => worker.terminate()));
    },
  };
}
