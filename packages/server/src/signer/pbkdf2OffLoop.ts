import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import type { Pbkdf2 } from '@biatec-tokens/core';

const derive = promisify(pbkdf2);

/** PBKDF2-HMAC-SHA-256 in the thread pool, so that the event loop goes on. */
export const pbkdf2OffLoop: Pbkdf2 = (password, salt, iterations, keyLength) =>
  derive(password, salt, iterations, keyLength, 'sha256');
