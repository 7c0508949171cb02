import { expect, test } from 'vitest';
import { createThreads } from './createThreads.ts';

/** Answers with a number one higher; ends itself at 0, throws at a negative one, and never answers at 1,000. */
const program = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', (number) => {
      if (number === 0) process.exit(3);
      if (number < 0) throw new RangeError('too low');
      if (number < 1_000) parentPort.postMessage({ value: number + 1 });
    });
  `)}`,
);

test('each request gets its own answer, however few threads there are', async () => {
  const threads = createThreads<number, number>({ program, name: 'test', threads: 2 });
  const numbers = Array.from({ length: 40 }, (_, index) => index + 1);

  const answers = await Promise.all(numbers.map((number) => threads.run(number)));

  expect(answers).toEqual(numbers.map((number) => number + 1));
  await threads.close();
});

test.each([
  ['ends', 0, 'it ended'],
  ['breaks', -1, 'too low'],
])(
  'a thread that %s fails its request; the next one gets a new thread',
  async (_, bad, message) => {
    const threads = createThreads<number, number>({ program, name: 'test', threads: 1 });

    await expect(threads.run(bad)).rejects.toThrow(message);

    expect(await threads.run(7)).toBe(8);
    await threads.close();
  },
);

test('a request that cannot be sent fails alone, and the next one gets its own answer', async () => {
  const threads = createThreads<number | symbol, number>({ program, name: 'test', threads: 1 });
  await threads.run(1);

  await expect(threads.run(Symbol('no message'))).rejects.toThrow('could not be cloned');

  expect(await threads.run(7)).toBe(8);
  await threads.close();
});

test('closing fails what runs and what waits', async () => {
  const threads = createThreads<number, number>({ program, name: 'test', threads: 1 });
  const all = Promise.allSettled([threads.run(1_000), threads.run(1)]);

  await threads.close();

  expect(await all).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
});
