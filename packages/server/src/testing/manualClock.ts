import type { Clock } from '../ports/clock.ts';

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** Moves time forward, and wakes the sleepers whose time has come in their order. */
  advance(ms: number): Promise<void>;
  /** Moves time forward in steps until the promise settles. */
  advanceUntil<Value>(promise: Promise<Value>, stepMs: number): Promise<Value>;
  /** How many sleep now. */
  readonly sleepers: number;
}

/** @param start - Where it stands first. */
export function createManualClock(start = new Date('2026-03-01T12:00:00.000Z')): ManualClock {
  let time = start.getTime();
  const sleepers = new Set<{ wakeAt: number; wake: () => void }>();

  async function advance(ms: number): Promise<void> {
    const until = time + ms;
    for (;;) {
      const next = [...sleepers]
        .filter((sleeper) => sleeper.wakeAt <= until)
        .toSorted((a, b) => a.wakeAt - b.wakeAt)[0];
      if (next === undefined) break;
      time = Math.max(time, next.wakeAt);
      next.wake();
      // Lets what was woken run, so that it may sleep again within the same advance.
      await new Promise((resolve) => setImmediate(resolve));
    }
    time = until;
  }

  return {
    now: () => new Date(time),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true || ms <= 0) return resolve();
        const sleeper = { wakeAt: time + ms, wake };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', wake, { once: true });
        function wake(): void {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', wake);
          resolve();
        }
      }),
    advance,
    async advanceUntil(promise, stepMs) {
      const settled = new AbortController();
      void promise.then(
        () => settled.abort(),
        () => settled.abort(),
      );
      while (!settled.signal.aborted) {
        await new Promise((resolve) => setImmediate(resolve));
        await advance(stepMs);
      }
      return promise;
    },
    get sleepers() {
      return sleepers.size;
    },
  };
}
