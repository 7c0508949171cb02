import { expect, test } from 'vitest';
import { createManualClock } from '../../testing/manualClock.ts';
import { recently } from './recently.ts';

test('many callers share one question; after 100 ms it is asked anew', async () => {
  const clock = createManualClock();
  let asked = 0;
  const read = recently(clock, async () => (asked += 1));

  expect(await Promise.all([read(), read(), read()])).toEqual([1, 1, 1]);
  await clock.advance(100);
  expect(await read()).toBe(1);
  await clock.advance(1);
  expect(await read()).toBe(2);
});

test('a failure is told to who asked and not remembered', async () => {
  const answers = [Promise.reject(new Error('away')), Promise.resolve('here')];
  const read = recently(createManualClock(), () => answers.shift() ?? Promise.reject(new Error()));

  await expect(read()).rejects.toThrow('away');
  expect(await read()).toBe('here');
});
