import { idOf } from '@biatec-tokens/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idPrefixes, type IdKind } from '../ports/ids.ts';
import { createIds } from './createIds.ts';

function idsAt(times: number[]) {
  let at = 0;
  const now = () => new Date(times[Math.min(at++, times.length - 1)] ?? 0);
  return createIds({ clock: { now } });
}

test('ids grow and never repeat, also when the clock stands still or steps back', () => {
  const anyTimes = fc.array(fc.integer({ min: 0, max: 2 ** 45 }), { minLength: 2, maxLength: 50 });

  fc.assert(
    fc.property(anyTimes, (times) => {
      const ids = idsAt(times);
      const made = times.map(() => ids.next('deployment'));

      expect(new Set(made).size).toBe(made.length);
      expect(made.toSorted()).toEqual(made);
    }),
  );
});

test('ids show their kind in the form of the wire contract', () => {
  const ids = idsAt([Date.UTC(2026, 2, 1)]);

  for (const kind of Object.keys(idPrefixes) as IdKind[]) {
    const id = ids.next(kind);
    expect(idOf(idPrefixes[kind]).safeParse(id).success).toBe(true);
    expect(id).toHaveLength(idPrefixes[kind].length + 27);
  }
});

test('the time leads an id, as the specification of ULID has it', () => {
  expect(idsAt([1_469_918_176_385]).next('event').slice(4, 14)).toBe('01ARYZ6S41');
});
