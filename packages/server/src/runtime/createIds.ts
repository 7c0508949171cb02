/**
 * Ids that carry their kind and sort by time, after the ULID specification.
 *
 * @see https://github.com/ulid/spec
 */
import { randomFillSync, randomUUID } from 'node:crypto';
import type { Clock } from '../ports/clock.ts';
import { idPrefixes, type Ids } from '../ports/ids.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const pairs = Array.from(alphabet, (a) => Array.from(alphabet, (b) => a + b)).flat();

/** The 80 random bits are kept as two numbers of 40, so that no step needs a bigint. */
const half = 2 ** 40;
const poolBytes = 4_096;

export interface CreateIdsDeps {
  readonly clock: Pick<Clock, 'now'>;
  /** Fills bytes at random. @default the system's CSPRNG */
  readonly fillRandom?: (bytes: Buffer) => void;
}

/** Ids of one process never repeat and always grow, even when the clock stands still or steps back. */
export function createIds({ clock, fillRandom = randomFillSync }: CreateIdsDeps): Ids {
  const pool = Buffer.alloc(poolBytes);
  let used = poolBytes;
  let time = -1;
  let high = 0;
  let low = 0;

  /** Bytes are drawn many at once: a call of the CSPRNG costs more than the id. */
  function draw(bytes: number): number {
    if (used + bytes > poolBytes) {
      fillRandom(pool);
      used = 0;
    }
    const value = pool.readUIntBE(used, bytes);
    used += bytes;
    return value;
  }

  function step(): void {
    const now = clock.now().getTime();
    if (now > time) {
      time = now;
      high = draw(5);
      low = draw(5);
      return;
    }
    // Within one millisecond an id grows by a random step, so that neighbours cannot be guessed from it.
    low += 1 + draw(4);
    if (low < half) return;
    low -= half;
    high += 1;
    if (high < half) return;
    high = 0;
    time += 1;
  }

  return {
    next(kind) {
      step();
      return `${idPrefixes[kind]}_${encode(time, 5)}${encode(high, 4)}${encode(low, 4)}`;
    },
    guid: () => randomUUID(),
  };
}

/** Writes a number as so many pairs of base32 characters. */
function encode(value: number, pairCount: number): string {
  let text = '';
  let rest = value;
  for (let at = 0; at < pairCount; at++) {
    text = (pairs[rest % 1_024] ?? '') + text;
    rest = Math.floor(rest / 1_024);
  }
  return text;
}
