import { expect, test } from 'vitest';
import { createLoopMeter } from './createLoopMeter.ts';

test('the share is of the last moments, and keeps its value until a moment is over', () => {
  const loop = { idle: 1_000, active: 1_000, utilization: 0.5 };
  const readShare = createLoopMeter({ measure: () => ({ ...loop }) });

  loop.active += 90;
  loop.idle += 10;
  expect(readShare()).toBe(0.9);

  loop.idle += 40;
  expect(readShare()).toBe(0.9);

  loop.idle += 60;
  expect(readShare()).toBe(0);
});
