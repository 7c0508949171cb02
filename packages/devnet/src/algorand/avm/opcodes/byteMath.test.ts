import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate, evaluateBytes, evaluateIntegers } from '../testing/evaluate.ts';
import { fromBigInt, toBigInt } from '../value.ts';

const number = fc.oneof(
  fc.uint8Array({ maxLength: 64 }),
  fc.uint8Array({ maxLength: 3 }),
  fc.constantFrom(new Uint8Array(), new Uint8Array(64), new Uint8Array(64).fill(255)),
);

test.each([
  ['b+', (a: bigint, b: bigint) => a + b],
  ['b-', (a: bigint, b: bigint) => a - b],
  ['b*', (a: bigint, b: bigint) => a * b],
  ['b/', (a: bigint, b: bigint) => (b === 0n ? -1n : a / b)],
  ['b%', (a: bigint, b: bigint) => (b === 0n ? -1n : a % b)],
])('%s is exact and gives the shortest form, or fails when there is no result', (opcode, exact) => {
  fc.assert(
    fc.property(number, number, (a, b) => {
      const result = exact(toBigInt(a), toBigInt(b));

      if (result < 0n) expect(evaluate(opcode, a, b)).toBeTypeOf('string');
      else
        expect(Buffer.from(evaluateBytes(opcode, a, b))).toEqual(Buffer.from(fromBigInt(result)));
    }),
  );
});

test.each([
  ['b<', (a: bigint, b: bigint) => a < b],
  ['b>', (a: bigint, b: bigint) => a > b],
  ['b<=', (a: bigint, b: bigint) => a <= b],
  ['b>=', (a: bigint, b: bigint) => a >= b],
  ['b==', (a: bigint, b: bigint) => a === b],
  ['b!=', (a: bigint, b: bigint) => a !== b],
])('%s compares numbers, however many zeros they start with', (opcode, holds) => {
  fc.assert(
    fc.property(number, number, (a, b) => {
      const expected = holds(toBigInt(a), toBigInt(b)) ? 1n : 0n;

      expect(evaluateIntegers(opcode, a, b)).toEqual([expected]);
    }),
  );
});

test.each([
  ['b|', (a: bigint, b: bigint) => a | b],
  ['b&', (a: bigint, b: bigint) => a & b],
  ['b^', (a: bigint, b: bigint) => a ^ b],
])('%s works on the bits and keeps the longer length', (opcode, exact) => {
  const bytes = fc.uint8Array({ maxLength: 100 });
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      const result = evaluateBytes(opcode, a, b);

      expect(result.length).toBe(Math.max(a.length, b.length));
      expect(toBigInt(result)).toBe(exact(toBigInt(a), toBigInt(b)));
    }),
  );
});

test('bsqrt is the largest number whose square is not above its argument', () => {
  fc.assert(
    fc.property(number, (square) => {
      const root = toBigInt(evaluateBytes('bsqrt', square));

      expect(root ** 2n).toBeLessThanOrEqual(toBigInt(square));
      expect((root + 1n) ** 2n).toBeGreaterThan(toBigInt(square));
    }),
  );
});
