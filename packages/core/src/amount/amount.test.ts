import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatAmount, InvalidAmountError, parseAmount, uint256Max, uint64Max } from './amount.ts';

const amount = fc.bigInt({ min: 0n, max: uint256Max });
const decimals = fc.integer({ min: 0, max: 19 });

test.each([
  { text: '0', decimals: 0, baseUnits: 0n },
  { text: '1000000', decimals: 6, baseUnits: 1_000_000_000_000n },
  { text: '12.5', decimals: 6, baseUnits: 12_500_000n },
  { text: '12.500000', decimals: 6, baseUnits: 12_500_000n },
  { text: '0.0000000000000000001', decimals: 19, baseUnits: 1n },
  { text: '18446744073709551615', decimals: 0, baseUnits: uint64Max },
  { text: uint256Max.toString(), decimals: 0, baseUnits: uint256Max },
])('"$text" with $decimals decimals is $baseUnits base units', (row) => {
  expect(parseAmount(row.text, row.decimals)).toBe(row.baseUnits);
});

test('what is formatted reads back as the same amount, in the shortest form', () => {
  fc.assert(
    fc.property(amount, decimals, (baseUnits, places) => {
      const text = formatAmount(baseUnits, places);
      expect(parseAmount(text, places)).toBe(baseUnits);
      expect(text).toMatch(/^(0|[1-9]\d*)(\.\d*[1-9])?$/);
    }),
  );
});

test('an amount with one fraction digit too many is refused, not rounded', () => {
  fc.assert(
    fc.property(amount, decimals, (whole, places) => {
      const text = `${whole % uint64Max}.${'1'.repeat(places + 1)}`;
      expect(() => parseAmount(text, places)).toThrow(InvalidAmountError);
    }),
  );
});

test.each([
  [
    '',
    '.',
    '1.',
    '.5',
    '01',
    '00',
    '00.5',
    '-1',
    '+1',
    '-0',
    '1e3',
    '1E3',
    '0x10',
    '1_000',
    '1,000',
  ],
  [' 1', '1 ', '1\n', '1.5.', '1..5', '1.5.5', '1.-5', 'NaN', 'Infinity', '１', '٣', '1n', 'one'],
])('every other way to write a number is refused', (...texts) => {
  for (const text of texts) {
    expect(() => parseAmount(text, 2), text).toThrow(InvalidAmountError);
  }
});

test('refusals say what is wrong', () => {
  expect(() => parseAmount('1.234', 2)).toThrow(
    'Cannot read amount: has 3 fraction digits, should have at most 2',
  );
  expect(() => parseAmount('1.0', 0)).toThrow('has 1 fraction digits, should have at most 0');
  expect(() => parseAmount('9'.repeat(101), 0)).toThrow(
    'has 101 characters, should have at most 100',
  );
});

test.each([-1, 20, 1.5, Number.NaN])('%d decimals are refused', (places) => {
  expect(() => parseAmount('1', places)).toThrow(RangeError);
  expect(() => formatAmount(1n, places)).toThrow(RangeError);
});

test('formatAmount() needs no number of the size of the amount and refuses negatives', () => {
  expect(formatAmount(1_500_000n, 6)).toBe('1.5');
  expect(formatAmount(uint64Max, 19)).toBe('1.8446744073709551615');
  expect(formatAmount(100n, 0)).toBe('100');
  expect(() => formatAmount(-1n, 6)).toThrow(RangeError);
});
