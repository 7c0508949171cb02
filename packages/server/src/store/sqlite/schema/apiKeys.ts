import type { ApiKeyScope } from '@biatec-tokens/core';
import { index, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { json, time } from '../columns.ts';
import { organizations, users } from './owners.ts';

/** Keys of programs. */
export const apiKeys = sqliteTable(
  'api_keys',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id),
    createdBy: text('created_by')
      .notNull()
      .references(() => users.id),
    name: text('name').notNull(),
    scopes: json<readonly ApiKeyScope[]>('scopes').notNull(),
    hash: text('hash').notNull(),
    hint: text('hint').notNull(),
    createdAt: time('created_at').notNull(),
    expiresAt: time('expires_at'),
    revokedAt: time('revoked_at'),
    lastUsedAt: time('last_used_at'),
  },
  (t) => [
    uniqueIndex('api_keys_hash').on(t.hash),
    index('api_keys_organization').on(t.organizationId, t.createdAt, t.id),
  ],
);
