import { expect, test } from 'vitest';
import { formatMicroAlgos, formatMicros } from './format.ts';

test.each([
  [0n, '0.0A'],
  [1n, '1uA'],
  [999n, '999uA'],
  [1_000n, '1mA'],
  [1_001n, '1.001mA'],
  [1_500_000n, '1.500000A'],
  [2_000_000n, '2A'],
])('%s microAlgos are written %s', (amount, text) => {
  expect(formatMicroAlgos(amount)).toBe(text);
});

test('millionths have six digits', () => {
  expect(formatMicros(2_000_100n)).toBe('2.000100');
});
