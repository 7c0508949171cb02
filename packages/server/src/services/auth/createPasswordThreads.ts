import { extname } from 'node:path';
import { createThreads } from '../../internal/createThreads.ts';
import type { Argon2id } from './argon2id.ts';
import type { PasswordWork } from './passwordThread.ts';
import type { DerivePassword } from './pbkdf2Sha256.ts';

export interface PasswordThreads extends Argon2id {
  readonly derive: DerivePassword;
  close(): Promise<void>;
}

/** Argon2id and PBKDF2 in threads of its own, which step back behind the event loop. */
export function createPasswordThreads({
  threads,
}: {
  /** How many hash at once; the rest waits. */
  readonly threads: number;
}): PasswordThreads {
  const program = new URL(`passwordThread${extname(import.meta.url)}`, import.meta.url);
  const { run, close } = createThreads<PasswordWork, string | boolean | Uint8Array>({
    program,
    name: 'password',
    threads,
  });
  return {
    hash: async (password, cost) => String(await run({ kind: 'hash', password, cost })),
    verify: async (password, phc) => (await run({ kind: 'verify', password, phc })) === true,
    derive: async (password, salt, iterations) => {
      const bytes = await run({ kind: 'derive', password, salt, iterations });
      if (!(bytes instanceof Uint8Array)) throw new TypeError('Cannot derive: got no bytes');
      return bytes;
    },
    close,
  };
}
