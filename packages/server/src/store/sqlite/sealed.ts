import { randomUUID } from 'node:crypto';
import { and, desc, eq, isNull, lte, or, sql, type SQL } from 'drizzle-orm';
import type { Rewrap, SealedStore, StoredSealed } from '../../ports/store/index.ts';
import { rewraps } from './schema.ts';
import { recordsIn, replaceIn, sealedColumns } from './sealedPlaces.ts';
import { without, type Session } from './session.ts';

interface SealedRow {
  readonly at: number;
  readonly id: string;
  readonly organizationId: string;
  readonly family: string;
  readonly value: Uint8Array | string;
}

type Held = { readonly id: string; readonly leaseToken: string };

export function createSealedStore({ db, read, write }: Session): SealedStore {
  const unfinished = isNull(rewraps.finishedAt);
  const isHeld = ({ id, leaseToken }: Held): SQL | undefined =>
    and(eq(rewraps.id, id), eq(rewraps.leaseToken, leaseToken));

  return {
    countSealedRows: (place) =>
      read(() => {
        const { table, where } = sealedColumns[place];
        const row = db.get<{ rows: number }>(
          sql`SELECT count(*) AS rows FROM ${table} WHERE ${where}`,
        );
        return row?.rows ?? 0;
      }),

    listSealed: (place, { after, limit }) =>
      read(() => {
        const { table, column, form, where, id, organizationId, family } = sealedColumns[place];
        const rows = db.all<SealedRow>(
          sql`SELECT rowid AS at, ${id} AS id, ${organizationId} AS organizationId,
                     ${family} AS family, ${column} AS value
              FROM ${table}
              WHERE rowid > ${Number(after)} AND ${where}
              ORDER BY rowid LIMIT ${limit}`,
        );
        const items = rows.flatMap((row) =>
          recordsIn(form, row.value).map((record): StoredSealed => ({
            row: String(row.at),
            owner: { id: row.id, organizationId: row.organizationId, family: row.family },
            record,
          })),
        );
        const last = rows.at(-1);
        return { items, next: rows.length < limit ? null : String(last?.at) };
      }),

    replaceSealed: (place, row, change) =>
      write(() => {
        const { table, column, form } = sealedColumns[place];
        const at = Number(row);
        const stored = db.get<{ value: Uint8Array | string } | undefined>(
          sql`SELECT ${column} AS value FROM ${table} WHERE rowid = ${at}`,
        );
        if (stored === undefined) return false;
        const value = replaceIn(form, stored.value, change);
        if (value === undefined) return false;
        const name = sql.identifier(column.name);
        db.run(sql`UPDATE ${table} SET ${name} = ${value} WHERE rowid = ${at}`);
        return true;
      }),

    openRewrap: (rewrap) =>
      write(() => {
        const open = db.select().from(rewraps).where(unfinished).get();
        if (open !== undefined && isSameWalk(open, rewrap)) return toRewrap(open);
        if (open !== undefined) {
          db.update(rewraps)
            .set({
              finishedAt: rewrap.startedAt,
              leaseToken: null,
              lastError: 'given up for another',
            })
            .where(eq(rewraps.id, open.id))
            .run();
        }
        db.insert(rewraps).values(rewrap).run();
        return rewrap;
      }),

    claimRewrap: ({ now, leaseMs }) =>
      write(() => {
        const free = or(isNull(rewraps.leaseUntil), lte(rewraps.leaseUntil, now));
        const row = db.select().from(rewraps).where(and(unfinished, free)).get();
        if (row === undefined) return undefined;
        const leaseToken = randomUUID();
        db.update(rewraps)
          .set({ leaseToken, leaseUntil: new Date(now.getTime() + leaseMs) })
          .where(eq(rewraps.id, row.id))
          .run();
        return { rewrap: toRewrap(row), leaseToken };
      }),

    renewRewrapLease: (held, until) =>
      write(
        () => db.update(rewraps).set({ leaseUntil: until }).where(isHeld(held)).run().changes > 0,
      ),

    saveRewrap: (held, progress) =>
      write(() => db.update(rewraps).set(progress).where(isHeld(held)).run().changes > 0),

    releaseRewrap: (held) =>
      write(() => {
        const free = { leaseToken: null, leaseUntil: null };
        db.update(rewraps).set(free).where(isHeld(held)).run();
      }),

    findRewrap: () =>
      read(() => {
        const row = db.select().from(rewraps).orderBy(desc(rewraps.startedAt)).limit(1).get();
        return row && toRewrap(row);
      }),
  };
}

function isSameWalk(a: Rewrap, b: Rewrap): boolean {
  const walkOf = ({ provider, keyId, keyVersion, everything }: Rewrap) =>
    JSON.stringify([provider, keyId, keyVersion, everything]);
  return walkOf(a) === walkOf(b);
}

function toRewrap(row: typeof rewraps.$inferSelect): Rewrap {
  return without(row, 'leaseToken', 'leaseUntil');
}
