import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { bytes, time } from '../columns.ts';
import { users } from './owners.ts';

/** What stands between a stranger and a session. */

/** Guesses of passwords and codes, by the hash of what is guessed at. A try counts as failed until it is known not to be. */
export const guesses = sqliteTable(
  'guesses',
  {
    subject: text('subject').primaryKey(),
    failures: integer('failures').notNull(),
    reserved: integer('reserved').notNull(),
    lastAt: time('last_at').notNull(),
    lockedUntil: time('locked_until'),
  },
  (t) => [index('guesses_last').on(t.lastAt)],
);

/** Shared secrets of one-time codes. Enrolled until `confirmed_at` is set, and in force from then on. */
export const secondFactors = sqliteTable('second_factors', {
  userId: text('user_id')
    .primaryKey()
    .references(() => users.id),
  sealedSecret: bytes('sealed_secret').notNull(),
  createdAt: time('created_at').notNull(),
  confirmedAt: time('confirmed_at'),
  lastStep: integer('last_step'),
});

export const recoveryCodes = sqliteTable(
  'recovery_codes',
  {
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    hash: text('hash').notNull(),
    usedAt: time('used_at'),
  },
  (t) => [primaryKey({ columns: [t.userId, t.hash] })],
);
