import type { AssignableRole } from '@biatec-tokens/core';
import { sql } from 'drizzle-orm';
import { index, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { time } from '../columns.ts';
import { organizations, users } from './owners.ts';

/** Who was asked to join, and whether they did. */
export const invitations = sqliteTable(
  'invitations',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id),
    email: text('email').notNull(),
    role: text('role').$type<AssignableRole>().notNull(),
    invitedBy: text('invited_by')
      .notNull()
      .references(() => users.id),
    hash: text('hash').notNull(),
    createdAt: time('created_at').notNull(),
    expiresAt: time('expires_at').notNull(),
    acceptedAt: time('accepted_at'),
    revokedAt: time('revoked_at'),
  },
  (t) => [
    uniqueIndex('invitations_hash').on(t.hash),
    index('invitations_organization').on(t.organizationId, t.createdAt, t.id),
    uniqueIndex('invitations_pending')
      .on(t.organizationId, t.email)
      .where(sql`${t.acceptedAt} is null and ${t.revokedAt} is null`),
  ],
);
