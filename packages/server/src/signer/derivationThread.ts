/**
 * The program of a thread that derives what it is sent, one after another.
 *
 * Half a second of one processor is nothing to a registration and much to everybody else, so the thread works with low
 * priority: where the processors are busy it gets about a tenth of one, where they are not it gets a whole one.
 */
import { pbkdf2Sync } from 'node:crypto';
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';

/** PBKDF2 with HMAC-SHA-256. The password comes by transfer, so that this is the only copy, and is zeroed here. */
export interface Derivation {
  readonly password: Uint8Array<ArrayBuffer>;
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly keyLength: number;
}

/** From 0, like everybody, to 19. */
const niceness = 10;

// Only Linux knows the priority of one thread; elsewhere this would be that of the whole process.
if (process.platform === 'linux') {
  try {
    setPriority(niceness);
  } catch {
    // A sandbox that forbids it: derivations then take turns with the rest.
  }
}

parentPort?.on('message', ({ password, salt, iterations, keyLength }: Derivation) => {
  const derived = pbkdf2Sync(password, salt, iterations, keyLength, 'sha256');
  password.fill(0);
  const key = new Uint8Array(derived);
  derived.fill(0);
  parentPort?.postMessage(key, [key.buffer]);
});
