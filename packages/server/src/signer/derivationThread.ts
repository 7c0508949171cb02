/**
 * The program of a thread that derives seeds.
 *
 * A third of a second of a processor is nothing to a registration and much to everybody else. So it stays behind the event
 * loop and also behind the threads that check passwords: where all are busy it gets about a seventh of a processor.
 */
import { pbkdf2Sync } from 'node:crypto';
import { serveThread } from '../internal/serveThread.ts';

/** PBKDF2 with HMAC-SHA-256. The password comes by transfer, so that this is the only copy, and is zeroed here. */
export interface Derivation {
  readonly password: Uint8Array<ArrayBuffer>;
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly keyLength: number;
}

serveThread(
  ({ password, salt, iterations, keyLength }: Derivation) => {
    try {
      const derived = pbkdf2Sync(password, salt, iterations, keyLength, 'sha256');
      const key = new Uint8Array(derived);
      derived.fill(0);
      return key;
    } finally {
      password.fill(0);
    }
  },
  { stepsBehind: 13, transfer: (key) => [key.buffer] },
);
