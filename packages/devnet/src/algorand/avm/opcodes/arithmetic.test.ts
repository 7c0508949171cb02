import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate, evaluateIntegers } from '../testing/evaluate.ts';
import { uint64Max } from '../value.ts';

const uint64 = fc.oneof(
  fc.constantFrom(0n, 1n, 2n, 1n << 32n, 1n << 63n, uint64Max - 1n, uint64Max),
  fc.bigInt(0n, uint64Max),
);
const join = (high: bigint, low: bigint) => (high << 64n) + low;

test.each([
  ['+', (a: bigint, b: bigint) => a + b],
  ['-', (a: bigint, b: bigint) => a - b],
  ['*', (a: bigint, b: bigint) => a * b],
  ['/', (a: bigint, b: bigint) => (b === 0n ? undefined : a / b)],
  ['%', (a: bigint, b: bigint) => (b === 0n ? undefined : a % b)],
])('%s is exact, or fails when its result is no uint64', (opcode, exact) => {
  fc.assert(
    fc.property(uint64, uint64, (a, b) => {
      const result = exact(a, b);
      const fits = result !== undefined && result >= 0n && result <= uint64Max;

      const given = evaluate(opcode, a, b);

      if (fits) expect(given).toEqual([result]);
      else expect(given).toBeTypeOf('string');
    }),
  );
});

test('mulw and addw give the whole product and sum in two halves', () => {
  fc.assert(
    fc.property(uint64, uint64, (a, b) => {
      const [productHigh, productLow] = evaluateIntegers('mulw', a, b);
      const [sumHigh, sumLow] = evaluateIntegers('addw', a, b);

      expect(join(productHigh!, productLow!)).toBe(a * b);
      expect(join(sumHigh!, sumLow!)).toBe(a + b);
    }),
  );
});

test('divmodw gives quotient and remainder of 128-bit numbers, divw those quotients that fit', () => {
  fc.assert(
    fc.property(uint64, uint64, uint64, uint64, (aHigh, aLow, bHigh, bLow) => {
      fc.pre(bHigh > 0n || bLow > 0n);
      const a = join(aHigh, aLow);
      const b = join(bHigh, bLow);

      const [qHigh, qLow, rHigh, rLow] = evaluateIntegers('divmodw', aHigh, aLow, bHigh, bLow);

      expect(join(qHigh!, qLow!)).toBe(a / b);
      expect(join(rHigh!, rLow!)).toBe(a % b);
      if (bLow > aHigh) expect(evaluateIntegers('divw', aHigh, aLow, bLow)).toEqual([a / bLow]);
    }),
  );
});

test('sqrt is the largest integer whose square is not above its argument', () => {
  fc.assert(
    fc.property(uint64, (square) => {
      const [root] = evaluateIntegers('sqrt', square);

      expect(root! ** 2n).toBeLessThanOrEqual(square);
      expect((root! + 1n) ** 2n).toBeGreaterThan(square);
    }),
  );
});

test('expw is exact as long as its result has 128 bits', () => {
  fc.assert(
    fc.property(fc.bigInt(2n, 1_000n), fc.bigInt(0n, 130n), (base, exponent) => {
      const exact = base ** exponent;

      const given = evaluate('expw', base, exponent);

      if (exact < 1n << 128n) expect(given).toEqual([exact >> 64n, exact & uint64Max]);
      else expect(given).toBe(`${base}^${exponent} overflow`);
    }),
  );
});
