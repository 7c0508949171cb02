import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Pbkdf2 } from '@biatec-tokens/core';
import { createWorkQueue } from '../internal/workQueue.ts';
import type { Derivation } from './derivationThread.ts';

/** How many derivations this machine carries at once: one less than it has processors, at least 1 and at most 2. */
export const derivationsAtOnce = Math.min(2, Math.max(1, availableParallelism() - 1));

/** Threads for long derivations, apart from the pool in which passwords are checked and files read. */
export interface DerivationThreads {
  /** With HMAC-SHA-256. @throws if the threads are closed before it is done */
  readonly pbkdf2: Pbkdf2;
  close(): Promise<void>;
}

/** Started when they are needed and kept; they do not keep the process alive. */
export function createDerivationThreads({
  threads,
}: {
  /** How many derive at once; the rest waits. */
  readonly threads: number;
}): DerivationThreads {
  const queue = createWorkQueue({ concurrency: threads });
  const running = new Set<Worker>();
  const idle: Worker[] = [];
  let closed = false;

  function start(): Worker {
    const program = new URL(`derivationThread${extname(import.meta.url)}`, import.meta.url);
    // It needs nothing of the environment, which holds secrets.
    const thread = new Worker(program, { name: 'derivation', env: {}, execArgv: [] });
    running.add(thread);
    // Whoever waits for an answer hears of the error too; here it only must not end the process.
    thread.on('error', () => {});
    thread.once('exit', () => {
      running.delete(thread);
      if (idle.includes(thread)) idle.splice(idle.indexOf(thread), 1);
    });
    return thread;
  }

  async function derive(derivation: Derivation): Promise<Uint8Array> {
    if (closed) throw new Error('Cannot derive: the threads are closed');
    const thread = idle.pop() ?? start();
    thread.ref();
    const key = await ask(thread, derivation);
    thread.unref();
    idle.push(thread);
    return key;
  }

  return {
    pbkdf2: (password, salt, iterations, keyLength) =>
      queue.run(() => derive({ password: new Uint8Array(password), salt, iterations, keyLength })),

    async close() {
      closed = true;
      await Promise.all([...running].map((thread) => thread.terminate()));
    },
  };
}

/** @throws what ended the thread, if it ended before it answered */
async function ask(thread: Worker, derivation: Derivation): Promise<Uint8Array> {
  const ended = new AbortController();
  const end = (): void => ended.abort(new Error('Cannot derive: the thread ended'));
  thread.once('exit', end);
  try {
    const answer = once(thread, 'message', { signal: ended.signal });
    thread.postMessage(derivation, [derivation.password.buffer]);
    const [key] = (await answer) as [Uint8Array];
    return key;
  } finally {
    thread.off('exit', end);
  }
}
