import { sql, type SQL } from 'drizzle-orm';
import {
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
  type SQLiteColumn,
} from 'drizzle-orm/sqlite-core';
import type { AuditEntry } from '../../../ports/store/index.ts';
import { bytes, json, time } from '../columns.ts';

/** What was answered, and who did what. */

/** Keys are kept for ever. Answered once `answer` is set; until then claimed until `claimed_until`. */
export const idempotencyKeys = sqliteTable(
  'idempotency_keys',
  {
    organizationId: text('organization_id').notNull(),
    operation: text('operation').notNull(),
    key: text('key').notNull(),
    fingerprint: text('fingerprint').notNull(),
    answer: bytes('answer'),
    claimedUntil: time('claimed_until'),
    createdAt: time('created_at').notNull(),
    answeredAt: time('answered_at'),
  },
  (t) => [primaryKey({ columns: [t.organizationId, t.operation, t.key] })],
);

/** Deployments leave many lines and have histories of their own. */
export function isActivity(t: { readonly action: SQLiteColumn }): SQL {
  return sql`${t.action} not glob 'deployment.*'`;
}

/** Append-only. */
export const auditEntries = sqliteTable(
  'audit_entries',
  {
    sequence: integer('sequence').primaryKey({ autoIncrement: true }),
    id: text('id').notNull(),
    at: time('at').notNull(),
    actor: text('actor').notNull(),
    organizationId: text('organization_id'),
    correlationId: text('correlation_id'),
    ip: text('ip'),
    userAgent: text('user_agent'),
    action: text('action').notNull(),
    target: text('target'),
    outcome: text('outcome').$type<AuditEntry['outcome']>().notNull(),
    errorCode: text('error_code'),
    details: json<Readonly<Record<string, unknown>>>('details').notNull(),
  },
  (t) => [
    uniqueIndex('audit_entries_id').on(t.id),
    index('audit_entries_organization').on(t.organizationId, t.sequence),
    index('audit_entries_activity').on(t.organizationId, t.sequence).where(isActivity(t)),
    index('audit_entries_activity_of').on(t.actor, t.sequence).where(isActivity(t)),
  ],
);

/** One row, written by `check()` to prove that writing works. */
export const storeChecks = sqliteTable('store_checks', {
  id: integer('id').primaryKey(),
  checkedAt: time('checked_at').notNull(),
});
