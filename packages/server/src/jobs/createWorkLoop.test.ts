import { expect, test } from 'vitest';
import { createManualClock } from '../testing/manualClock.ts';
import { createWorkLoop, type WorkLoopOptions } from './createWorkLoop.ts';

function createHarness(options: Partial<WorkLoopOptions<string>> = {}) {
  const clock = createManualClock();
  const due: string[] = [];
  const limits: number[] = [];
  const errors: unknown[] = [];
  const done: string[] = [];
  const loop = createWorkLoop<string>({
    clock,
    log: { debug() {}, info() {}, warn() {}, error: (fields) => errors.push(fields) },
    worker: 'the test worker',
    concurrency: () => 2,
    async claim({ limit }) {
      limits.push(limit);
      return due.splice(0, limit);
    },
    renew: async () => true,
    async work(one) {
      done.push(one);
    },
    onError: (error) => errors.push(error),
    nextDueAt: async () => null,
    leaseMs: 3_000,
    pollMs: 500,
    ...options,
  });
  return { clock, due, limits, errors, done, loop };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test('everything due is worked on, never more at once than there is room for', async () => {
  let running = 0;
  let most = 0;
  const h = createHarness({
    async work(one) {
      running += 1;
      most = Math.max(most, running);
      await settle();
      running -= 1;
      h.done.push(one);
    },
  });
  h.due.push('a', 'b', 'c', 'd', 'e');

  h.loop.start();
  for (let turns = 0; turns < 20; turns += 1) await settle();
  await h.loop.stop();

  expect(h.done).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(most).toBe(2);
});

test('it sleeps until the next thing is due, and wakes when told', async () => {
  const h = createHarness({
    nextDueAt: async (lookedAt) => new Date(lookedAt.getTime() + 100),
  });
  h.loop.start();
  await settle();
  const looks = h.limits.length;

  await h.clock.advance(99);
  expect(h.limits).toHaveLength(looks);
  await h.clock.advance(1);
  expect(h.limits).toHaveLength(looks + 1);
  h.due.push('a');
  h.loop.wake();
  await settle();
  await settle();

  expect(h.done).toEqual(['a']);
  await h.loop.stop();
});

test('work that fails is told and ends nothing else', async () => {
  const h = createHarness({
    async work(one) {
      if (one === 'bad') throw new Error('broken');
      h.done.push(one);
    },
  });
  h.due.push('bad', 'good');

  h.loop.start();
  await settle();
  await settle();
  await h.loop.stop();

  expect(h.done).toEqual(['good']);
  expect(h.errors).toEqual([new Error('broken')]);
});

test('a look that fails is told, and repeated after a pause', async () => {
  let failures = 1;
  const h = createHarness({
    async claim() {
      if (failures-- > 0) throw new Error('no database');
      return h.due.splice(0);
    },
  });
  h.due.push('a');

  h.loop.start();
  await settle();
  expect(h.errors).toEqual([{ err: new Error('no database') }]);
  await h.clock.advance(500);
  await settle();
  await h.loop.stop();

  expect(h.done).toEqual(['a']);
});

test('stopping waits for running work, and breaks it off only after the grace', async () => {
  const seen: string[] = [];
  const h = createHarness({
    stopGraceMs: 1_000,
    work: (_, { stopping, breakingOff }) =>
      new Promise((resolve) => {
        stopping.addEventListener('abort', () => seen.push('stopping'));
        breakingOff.addEventListener('abort', () => {
          seen.push('breaking off');
          resolve();
        });
      }),
  });
  h.due.push('a');
  h.loop.start();
  await settle();

  const stopped = h.loop.stop();
  await settle();
  expect(seen).toEqual(['stopping']);
  await h.clock.advanceUntil(stopped, 500);

  expect(seen).toEqual(['stopping', 'breaking off']);
});
