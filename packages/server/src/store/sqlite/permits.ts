import type { PermitLimit, PermitState, PermitStore } from '../../ports/store/index.ts';
import { openDatabase } from './openDatabase.ts';
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

const schema = `
  CREATE TABLE IF NOT EXISTS permits (
    key TEXT NOT NULL,
    slot INTEGER NOT NULL,
    taken INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    PRIMARY KEY (key, slot)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS permits_end ON permits (ends_at);
`;

type Taking = Parameters<PermitStore['takePermits']>[1];

interface Counted {
  readonly taken: number;
  readonly oldest: number | null;
}

/**
 * Counters in a file of their own beside the database.
 *
 * There they neither wait for durable commits of other processes nor hold them up, and their own commits need no fsync:
 * whoever loses a minute of counts has lost nothing. The file may be deleted while no server runs.
 */
export function createPermitStore(file: string): PermitStore & { close(): Promise<void> } {
  const database = openDatabase(`${file}-limits`);
  // Still never corrupt: in WAL mode this only means that the last commits may be missing after a power cut.
  database.pragma('synchronous = normal');
  database.pragma('wal_autocheckpoint = 4000');
  database.transaction(() => database.exec(schema)).immediate();
  const take = database.prepare<[object]>(`
    INSERT INTO permits (key, slot, taken, ends_at)
    SELECT :key, :slot, :count, :endsAt
    WHERE :count + (
      SELECT coalesce(sum(taken), 0) FROM permits WHERE key = :key AND slot > :before
    ) <= :limit
    ON CONFLICT (key, slot) DO UPDATE SET taken = taken + excluded.taken
  `);
  const count = database.prepare<[object], Counted>(`
    SELECT coalesce(sum(taken), 0) AS taken, min(slot) AS oldest
    FROM permits WHERE key = :key AND slot > :before
  `);
  const sweep = database.prepare<[number, number]>(`
    DELETE FROM permits WHERE rowid IN (SELECT rowid FROM permits WHERE ends_at <= ? LIMIT ?)
  `);
  const giveBack = database.prepare<[object]>(
    'UPDATE permits SET taken = taken - :count WHERE key = :key AND slot = :slot',
  );
  const writer = createWriter(database);
  let sweptAt = 0;

  function stateOf({ key, limit, windowMs }: PermitLimit, now: Date): PermitState {
    const { slot, slotMs } = slotAt(now, windowMs);
    const { taken, oldest } = count.get({ key, before: slot - slotsCounted }) ?? {
      taken: 0,
      oldest: null,
    };
    const resetAt = new Date(((oldest ?? slot) + slotsCounted) * slotMs);
    return { limit, remaining: Math.max(0, limit - taken), resetAt };
  }

  /** Takes of each in turn; what was taken before one refused is given back. */
  function takeAll(limits: readonly PermitLimit[], { count: wanted, now }: Taking): boolean {
    const rows = limits.map(({ key, limit, windowMs }) => {
      const { slot, slotMs } = slotAt(now, windowMs);
      const endsAt = (slot + slotsCounted) * slotMs;
      return { key, slot, before: slot - slotsCounted, count: wanted, limit, endsAt };
    });
    const refused = rows.findIndex((row) => take.run(row).changes === 0);
    for (const { key, slot } of rows.slice(0, Math.max(0, refused)))
      giveBack.run({ key, slot, count: wanted });
    return refused === -1;
  }

  return {
    // Requests of one turn of the event loop share a transaction, which costs more than counting.
    takePermits: (limits, taking) =>
      writer.write(() => {
        const time = taking.now.getTime();
        if (time >= sweptAt + sweepEveryMs) {
          sweptAt = time;
          sweep.run(time, sweptAtOnce);
        }
        const ok = takeAll(limits, taking);
        return { ok, states: limits.map((limit) => stateOf(limit, taking.now)) };
      }),

    async close() {
      await writer.close();
      database.close();
    },
  };
}

function slotAt(now: Date, windowMs: number): { slot: number; slotMs: number } {
  const slotMs = Math.ceil(windowMs / slotsPerWindow);
  return { slot: Math.floor(now.getTime() / slotMs), slotMs };
}
