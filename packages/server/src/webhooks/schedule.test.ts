import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jitter, retryDelayMs, retrySchedule } from './schedule.ts';

test('a delivery is tried ten times: at once, then 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h later', () => {
  const delays = Array.from({ length: 10 }, (_, index) => retryDelayMs(index + 1, 0));

  const [s, min, h] = [1_000, 60_000, 3_600_000];
  expect(delays).toEqual([
    5 * s,
    5 * min,
    30 * min,
    2 * h,
    5 * h,
    10 * h,
    14 * h,
    20 * h,
    24 * h,
    undefined,
  ]);
});

test('a delay is never shorter than the table says, and at most a fifth longer', () => {
  const anySpread = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), anySpread, (attempts, spread) => {
      const tableMs = retrySchedule[attempts - 1] ?? 0;
      const delayMs = retryDelayMs(attempts, spread) ?? 0;
      expect(delayMs).toBeGreaterThanOrEqual(tableMs);
      expect(delayMs).toBeLessThanOrEqual(tableMs * (1 + jitter));
    }),
  );
});
