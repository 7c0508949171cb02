/**
 * Ids that carry their kind and sort by time, after the ULID specification.
 *
 * @see https://github.com/ulid/spec
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../ports/clock.ts';
import { idPrefixes, type Ids } from '../ports/ids.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const characters = 26;
const randomBits = 80n;

export interface CreateIdsDeps {
  readonly clock: Clock;
  /** @default the system's CSPRNG */
  readonly random?: (length: number) => Uint8Array;
}

/** Ids of one process never repeat and always grow, even when the clock stands still or steps back. */
export function createIds({ clock, random = randomBytes }: CreateIdsDeps): Ids {
  let last = 0n;

  function nextValue(): bigint {
    const fresh = (BigInt(clock.now().getTime()) << randomBits) | toBigInt(random(10));
    // Within one millisecond an id grows by a random step, so that neighbours cannot be guessed from it.
    last = fresh > last ? fresh : last + 1n + toBigInt(random(4));
    return last;
  }

  return {
    next: (kind) => `${idPrefixes[kind]}_${encode(nextValue())}`,
    guid: () => randomUUID(),
  };
}

function toBigInt(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

function encode(value: bigint): string {
  let text = '';
  for (let at = 0; at < characters; at++) {
    const shift = BigInt(5 * (characters - 1 - at));
    text += alphabet[Number((value >> shift) & 31n)];
  }
  return text;
}
