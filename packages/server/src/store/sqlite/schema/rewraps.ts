import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { SealedPlace } from '../../../ports/store/index.ts';
import { time } from '../columns.ts';

/** Walks over every sealed record. */
export const rewraps = sqliteTable(
  'rewraps',
  {
    id: text('id').primaryKey(),
    provider: text('provider').notNull(),
    keyId: text('key_id').notNull(),
    keyVersion: text('key_version').notNull(),
    everything: integer('everything', { mode: 'boolean' }).notNull(),
    pass: integer('pass').notNull(),
    place: text('place').$type<SealedPlace>(),
    row: text('row').notNull(),
    done: integer('done').notNull(),
    total: integer('total').notNull(),
    rewrapped: integer('rewrapped').notNull(),
    failed: integer('failed').notNull(),
    lastError: text('last_error'),
    startedAt: time('started_at').notNull(),
    updatedAt: time('updated_at').notNull(),
    finishedAt: time('finished_at'),
    leaseToken: text('lease_token'),
    leaseUntil: time('lease_until'),
  },
  (t) => [index('rewraps_started').on(t.startedAt)],
);
