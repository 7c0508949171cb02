import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Mail, MailKind, MailToken, OptionalMailKind } from '../../../ports/store/index.ts';
import { bytes, json, time } from '../columns.ts';
import { users } from './owners.ts';

/** What users are told by mail, and what the links in it allow. */

/** The outbox. Facts and token are wiped once a mail is sent or parked; what stays says that it was. */
export const mails = sqliteTable(
  'mails',
  {
    id: text('id').primaryKey(),
    kind: text('kind').$type<MailKind>().notNull(),
    userId: text('user_id').references(() => users.id),
    to: text('recipient').notNull(),
    facts: json<Mail['facts']>('facts').notNull(),
    sealedToken: bytes('sealed_token'),
    expiresAt: time('expires_at'),
    createdAt: time('created_at').notNull(),
    status: text('status').$type<Mail['status']>().notNull(),
    attempts: integer('attempts').notNull(),
    nextAttemptAt: time('next_attempt_at'),
    sentAt: time('sent_at'),
    lastError: text('last_error'),
    leaseToken: text('lease_token'),
    leaseUntil: time('lease_until'),
    leasedBy: text('leased_by'),
  },
  (t) => [
    index('mails_due')
      .on(t.nextAttemptAt)
      .where(sql`${t.nextAttemptAt} is not null`),
    index('mails_user').on(t.userId, t.createdAt, t.id),
    index('mails_status').on(t.status),
  ],
);

export const mailTokens = sqliteTable(
  'mail_tokens',
  {
    hash: text('hash').primaryKey(),
    purpose: text('purpose').$type<MailToken['purpose']>().notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    email: text('email').notNull(),
    createdAt: time('created_at').notNull(),
    expiresAt: time('expires_at').notNull(),
    /** Also set when another token of the same purpose was used. */
    usedAt: time('used_at'),
  },
  (t) => [index('mail_tokens_user').on(t.userId, t.purpose, t.expiresAt)],
);

/** Kinds of mails that a user does not want. */
export const mutedMails = sqliteTable(
  'muted_mails',
  {
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    kind: text('kind').$type<OptionalMailKind>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.kind] })],
);
