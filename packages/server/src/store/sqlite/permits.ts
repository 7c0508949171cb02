import type { PermitLimit, PermitState, PermitStore } from '../../ports/store/index.ts';
import { openPermitDatabase } from './openPermitDatabase.ts';
import { createWriter } from './writer.ts';

/**
 * A window slides over slots of a twelfth of its length. A slot counts while any of it is inside, so that no stretch of
 * time of that length ever holds more than the limit; in return a request may count a twelfth longer than it had to.
 */
const slotsPerWindow = 12;
const slotsCounted = slotsPerWindow + 1;

/** Between two sweeps of what counts no more, and how much one takes out. */
const sweepEveryMs = 1_000;
const sweptAtOnce = 500;

/** The slot that a request falls into, and what its window held before it. */
interface Window {
  readonly slot: number;
  readonly slotMs: number;
  readonly taken: number;
  /** Null: the window is empty. */
  readonly oldest: number | null;
}

/** Counters in a file of their own beside the database, shared by every process that uses it. */
export function createPermitStore(file: string): PermitStore & { close(): Promise<void> } {
  const database = openPermitDatabase(file);
  const count = database.prepare<[string, number], Pick<Window, 'taken' | 'oldest'>>(`
    SELECT coalesce(sum(taken), 0) AS taken, min(slot) AS oldest
    FROM permits WHERE key = ? AND slot > ?
  `);
  const add = database.prepare<[string, number, number, number]>(`
    INSERT INTO permits (key, slot, taken, ends_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (key, slot) DO UPDATE SET taken = taken + excluded.taken
  `);
  const sweep = database.prepare<[number, number]>(`
    DELETE FROM permits WHERE (key, slot) IN (SELECT key, slot FROM permits WHERE ends_at <= ? LIMIT ?)
  `);
  const writer = createWriter(database);
  let sweptAt = 0;

  function readWindow({ key, windowMs }: PermitLimit, now: Date): Window {
    const slotMs = Math.ceil(windowMs / slotsPerWindow);
    const slot = Math.floor(now.getTime() / slotMs);
    const { taken, oldest } = count.get(key, slot - slotsCounted) ?? { taken: 0, oldest: null };
    return { slot, slotMs, taken, oldest };
  }

  return {
    // The transaction holds the only lock for writing, so nobody counts between our counting and our taking. Requests
    // of one turn of the event loop share it: it costs more than they do.
    takePermits: (limits, { count: wanted, now }) =>
      writer.write(() => {
        const time = now.getTime();
        if (time >= sweptAt + sweepEveryMs) {
          sweptAt = time;
          sweep.run(time, sweptAtOnce);
        }
        const asked = limits.map((limit) => ({ ...limit, ...readWindow(limit, now) }));
        const ok = asked.every(({ taken, limit }) => taken + wanted <= limit);
        if (ok && wanted > 0)
          for (const { key, slot, slotMs } of asked)
            add.run(key, slot, wanted, (slot + slotsCounted) * slotMs);
        return { ok, states: asked.map((window) => stateOf(window, ok ? wanted : 0)) };
      }),

    async close() {
      await writer.close();
      database.close();
    },
  };
}

function stateOf(
  { limit, slot, slotMs, taken, oldest }: Window & Pick<PermitLimit, 'limit'>,
  added: number,
): PermitState {
  const resetAt = new Date(((oldest ?? slot) + slotsCounted) * slotMs);
  return { limit, remaining: Math.max(0, limit - taken - added), resetAt };
}
