import { primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { time } from '../columns.ts';
import { users } from './owners.ts';

/** Which terms of use a user accepted. */
export const consents = sqliteTable(
  'consents',
  {
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    termsVersion: text('terms_version').notNull(),
    termsUrl: text('terms_url').notNull(),
    acceptedAt: time('accepted_at').notNull(),
    ip: text('ip'),
    userAgent: text('user_agent'),
  },
  (t) => [primaryKey({ columns: [t.userId, t.termsVersion] })],
);
