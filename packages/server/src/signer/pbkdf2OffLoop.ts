import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import type { Pbkdf2 } from '@biatec-tokens/core';

const derive = promisify(pbkdf2);

/** PBKDF2 in the thread pool, so that the event loop goes on. */
export const pbkdf2Sha256OffLoop: Pbkdf2 = (password, salt, iterations, keyLength) =>
  derive(password, salt, iterations, keyLength, 'sha256');

/** As above, with the hash that BIP-39 wants. */
export const pbkdf2Sha512OffLoop: Pbkdf2 = (password, salt, iterations, keyLength) =>
  derive(password, salt, iterations, keyLength, 'sha512');
