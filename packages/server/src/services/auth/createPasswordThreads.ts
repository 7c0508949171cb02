import { extname } from 'node:path';
import { createThreads } from '../../internal/createThreads.ts';
import type { Argon2id } from './argon2id.ts';
import type { PasswordWork } from './passwordThread.ts';

export interface PasswordThreads extends Argon2id {
  close(): Promise<void>;
}

/** Argon2id in threads of its own, which step back behind the event loop. */
export function createPasswordThreads({
  threads,
}: {
  /** How many hash at once; the rest waits. */
  readonly threads: number;
}): PasswordThreads {
  const program = new URL(`passwordThread${extname(import.meta.url)}`, import.meta.url);
  const { run, close } = createThreads<PasswordWork, string | boolean>({
    program,
    name: 'password',
    threads,
  });
  return {
    hash: async (password, cost) => String(await run({ kind: 'hash', password, cost })),
    verify: async (password, phc) => (await run({ kind: 'verify', password, phc })) === true,
    close,
  };
}
