import { expect, test } from 'vitest';
import { createManualClock } from '../testing/manualClock.ts';
import { createRequestGauge } from './createRequestGauge.ts';

test('a process is answering from the first request until a moment after the last answer', async () => {
  const clock = createManualClock();
  const gauge = createRequestGauge({ clock });
  expect(gauge.isAnswering()).toBe(false);

  const first = gauge.enter();
  const second = gauge.enter();
  await clock.advance(60_000);
  first();
  await clock.advance(60_000);
  expect(gauge.isAnswering()).toBe(true);

  second();
  expect(gauge.isAnswering()).toBe(true);
  await clock.advance(25);
  expect(gauge.isAnswering()).toBe(false);
});
