import { expect, test } from 'vitest';
import { createWorkQueue, QueueFullError } from './workQueue.ts';

test('no more than `concurrency` run at once, and they start in the order they came', async () => {
  const queue = createWorkQueue({ concurrency: 2 });
  const started: number[] = [];
  let running = 0;
  let runningMax = 0;

  const work = Array.from({ length: 9 }, (_, index) =>
    queue.run(async () => {
      started.push(index);
      runningMax = Math.max(runningMax, ++running);
      await Promise.resolve();
      running -= 1;
      return index;
    }),
  );

  expect(await Promise.all(work)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(started).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(runningMax).toBe(2);
});

test('a full line refuses at once and says when it will have been worked off', async () => {
  let nowMs = 0;
  const queue = createWorkQueue({
    concurrency: 1,
    queueLimit: 2,
    expectedMs: 300,
    monotonicMs: () => nowMs,
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  const accepted = [1, 2, 3].map(() => queue.run(() => promise));

  expect(queue.waiting).toBe(2);
  const refused = queue.run(() => Promise.reject(new Error('must not start')));
  await expect(refused).rejects.toMatchObject({ retryAfterMs: 900 });
  await expect(refused).rejects.toBeInstanceOf(QueueFullError);

  nowMs = 800;
  resolve();
  await Promise.all(accepted);
  // 300, then 800, 0 and 0 measured with weight 0.2: 400, 320, 256.
  const next = Promise.withResolvers<void>();
  const again = [1, 2, 3].map(() => queue.run(() => next.promise));
  await expect(queue.run(() => promise)).rejects.toMatchObject({ retryAfterMs: 768 });
  next.resolve();
  await Promise.all(again);
});

test('work that fails lets the next one start', async () => {
  const queue = createWorkQueue({ concurrency: 1 });
  const failed = queue.run(() => Promise.reject(new Error('broken')));
  const next = queue.run(() => Promise.resolve('done'));

  await expect(failed).rejects.toThrow('broken');
  await expect(next).resolves.toBe('done');
});
