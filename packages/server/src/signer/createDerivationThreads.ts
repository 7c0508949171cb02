import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import type { Pbkdf2 } from '@biatec-tokens/core';
import { createThreads } from '../internal/createThreads.ts';
import type { Derivation } from './derivationThread.ts';

/** How many derivations this machine carries at once: one less than it has processors, at least 1 and at most 2. */
export const derivationsAtOnce = Math.min(2, Math.max(1, availableParallelism() - 1));

/** Long derivations, apart from everything else that takes its time. */
export interface DerivationThreads {
  /** With HMAC-SHA-256. @throws if the threads are closed before it is done */
  readonly pbkdf2: Pbkdf2;
  close(): Promise<void>;
}

export function createDerivationThreads({
  threads,
}: {
  /** How many derive at once; the rest waits. */
  readonly threads: number;
}): DerivationThreads {
  const program = new URL(`derivationThread${extname(import.meta.url)}`, import.meta.url);
  const { run, close } = createThreads<Derivation, Uint8Array>({
    program,
    name: 'derivation',
    threads,
  });
  return {
    pbkdf2(password, salt, iterations, keyLength) {
      const copy = new Uint8Array(password);
      return run({ password: copy, salt, iterations, keyLength }, [copy.buffer]);
    },
    close,
  };
}
