import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PermitLimit, Store } from '../../ports/store/index.ts';
import { at } from './samples.ts';
import type { OpenHarness } from './fixture.ts';

const minute: PermitLimit = { key: 'user:1', limit: 100, windowMs: 60_000 };

export function describePermits(open: OpenHarness): void {
  test('of 1,000 parallel requests to two processes exactly as many pass as the limit says', async () => {
    await using h = await open();
    const other = await h.connect();

    const taken = await Promise.all(
      Array.from({ length: 1_000 }, (_, index) => take(index % 2 ? h.store : other, [minute], 0)),
    );

    const passed = taken.filter(({ ok }) => ok).map(({ states }) => states[0]?.remaining ?? -1);
    expect(passed.toSorted((x, y) => y - x)).toEqual(Array.from({ length: 100 }, (_, n) => 99 - n));
  });

  test('a permit comes back once a window has passed, a slot later at the most', async () => {
    await using h = await open();
    const one = { ...minute, limit: 1 };
    const [state] = (await take(h.store, [one], 0)).states;

    expect(await take(h.store, [one], 59_999)).toMatchObject({ ok: false });
    const resetMs = (state?.resetAt.getTime() ?? 0) - at(0).getTime();
    expect(resetMs).toBeGreaterThanOrEqual(60_000);
    expect(resetMs).toBeLessThanOrEqual(65_000);
    expect(await take(h.store, [one], resetMs - 1)).toMatchObject({ ok: false });
    expect(await take(h.store, [one], resetMs)).toMatchObject({ ok: true });
  });

  test('whenever requests come, no stretch of one window holds more than the limit', async () => {
    await using h = await open();
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(9_000), { minLength: 20, maxLength: 60 }),
        async (pauses) => {
          const limit = { ...minute, key: `round:${(round += 1)}`, limit: 7 };
          const passed: number[] = [];
          let ms = 0;
          for (const pause of pauses) {
            ms += pause;
            if ((await take(h.store, [limit], ms)).ok) passed.push(ms);
          }
          for (const [index, first] of passed.entries())
            expect((passed[index + 7] ?? Infinity) - first).toBeGreaterThanOrEqual(60_000);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('a count of none tells how a limit stands, and changes nothing', async () => {
    await using h = await open();
    const one = { ...minute, limit: 1 };
    const look = (ms: number) => h.store.takePermits([one], { count: 0, now: at(ms) });
    expect(await look(0)).toMatchObject({ ok: true, states: [{ remaining: 1 }] });
    const [state] = (await take(h.store, [one], 30_000)).states;

    expect(await look(30_000)).toEqual({ ok: true, states: [state] });
    expect(await take(h.store, [one], 30_000)).toEqual({ ok: false, states: [state] });
  });

  test('several limits are taken together or not at all, and refused requests do not count', async () => {
    await using h = await open();
    const narrow = { key: 'email:1', limit: 1, windowMs: 60_000 };
    await take(h.store, [minute, narrow], 0);

    const refused = await take(h.store, [minute, narrow], 1);

    expect(refused.ok).toBe(false);
    expect(refused.states).toMatchObject([{ remaining: 99 }, { remaining: 0 }]);
    expect((await take(h.store, [minute], 2)).states).toMatchObject([{ remaining: 98 }]);
  });

  test('several permits are taken at once, or none where there are fewer', async () => {
    await using h = await open();

    expect((await take(h.store, [minute], 0, 60)).states).toMatchObject([{ remaining: 40 }]);
    expect(await take(h.store, [minute], 1, 41)).toMatchObject({ ok: false });
    expect((await take(h.store, [minute], 2, 40)).states).toMatchObject([{ remaining: 0 }]);
  });
}

function take(store: Store, limits: PermitLimit[], afterMs: number, count = 1) {
  return store.takePermits(limits, { count, now: at(afterMs) });
}
