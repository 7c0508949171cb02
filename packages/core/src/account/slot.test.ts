import { expect, test } from 'vitest';
import { InvalidSlotError, isSlot, parseSlot, slotMax } from './slot.ts';

test.each([0, 1, 8453, slotMax])('parseSlot() keeps %d', (slot) => {
  expect(parseSlot(slot)).toBe(slot);
  expect(isSlot(slot)).toBe(true);
});

test.each([-1, 0.5, slotMax + 1, Number.NaN, Infinity, '0', '{slotId}', 0n, null, undefined])(
  'parseSlot() refuses %s',
  (value) => {
    expect(() => parseSlot(value)).toThrow(InvalidSlotError);
    expect(isSlot(value)).toBe(false);
  },
);

test('negative zero is slot zero', () => {
  expect(Object.is(parseSlot(-0), 0)).toBe(true);
});
