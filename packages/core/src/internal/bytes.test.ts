import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concatBytes, equalBytes, isWellFormed, utf8Bytes } from './bytes.ts';

const bytes = fc.uint8Array({ maxLength: 64 });

test('utf8Bytes() encodes every plane and refuses a lone surrogate instead of replacing it', () => {
  expect([...utf8Bytes('aö€😀')]).toEqual([
    0x61, 0xc3, 0xb6, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80,
  ]);
  expect(isWellFormed('😀')).toBe(true);
  expect(isWellFormed('x\uD83D')).toBe(false);
  expect(() => utf8Bytes('\uDE00')).toThrow('lone surrogate');
});

test('equalBytes() is true exactly for equal bytes', () => {
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      expect(equalBytes(a, a.slice())).toBe(true);
      expect(equalBytes(a, b)).toBe(a.toString() === b.toString());
    }),
  );
});

test('concatBytes() keeps order and leaves its arguments alone', () => {
  const first = Uint8Array.of(1, 2);

  const joined = concatBytes(first, Uint8Array.of(), Uint8Array.of(3));
  joined[0] = 9;

  expect([...joined]).toEqual([9, 2, 3]);
  expect([...first]).toEqual([1, 2]);
});
