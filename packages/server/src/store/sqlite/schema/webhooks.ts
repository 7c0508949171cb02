import type { WebhookEventType } from '@biatec-tokens/core';
import { sql } from 'drizzle-orm';
import {
  foreignKey,
  index,
  integer,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import type { Delivery, Endpoint } from '../../../ports/store/index.ts';
import { json, time } from '../columns.ts';
import { history } from './issuance.ts';
import { organizations } from './owners.ts';

/** What partners are told. */

/** What partners are told, in the order it happened. Append-only. */
export const events = sqliteTable(
  'events',
  {
    position: integer('position').primaryKey({ autoIncrement: true }),
    id: text('id').notNull(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id),
    type: text('type').$type<WebhookEventType>().notNull(),
    deploymentId: text('deployment_id'),
    sequence: integer('sequence'),
    payload: text('payload').notNull(),
    createdAt: time('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('events_id').on(t.id),
    index('events_organization').on(t.organizationId, t.position),
    uniqueIndex('events_sequence')
      .on(t.deploymentId, t.sequence)
      .where(sql`${t.deploymentId} is not null`),
    foreignKey({
      columns: [t.deploymentId, t.sequence],
      foreignColumns: [history.deploymentId, history.sequence],
    }),
  ],
);

/** A sealed secret as JSON can hold it. */
export interface StoredSecret {
  readonly sealed: string;
  readonly retiresAt: string | null;
}

export const endpoints = sqliteTable(
  'endpoints',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id),
    url: text('url').notNull(),
    events: json<readonly WebhookEventType[]>('events').notNull(),
    description: text('description'),
    status: text('status').$type<Endpoint['status']>().notNull(),
    disabledReason: text('disabled_reason'),
    secrets: json<readonly StoredSecret[]>('secrets').notNull(),
    failingSince: time('failing_since'),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (t) => [index('endpoints_newest').on(t.organizationId, t.createdAt, t.id)],
);

/**
 * One event on its way to one endpoint.
 *
 * Deliveries of one deployment to one endpoint are a lane. Only the head of a lane, the earliest that has not
 * succeeded, has a `next_attempt_at`; so whatever has one may be sent without breaking the order.
 */
export const deliveries = sqliteTable(
  'deliveries',
  {
    id: text('id').primaryKey(),
    endpointId: text('endpoint_id')
      .notNull()
      .references(() => endpoints.id, { onDelete: 'cascade' }),
    organizationId: text('organization_id').notNull(),
    eventPosition: integer('event_position')
      .notNull()
      .references(() => events.position),
    eventId: text('event_id').notNull(),
    eventType: text('event_type').$type<WebhookEventType>().notNull(),
    deploymentId: text('deployment_id'),
    sequence: integer('sequence'),
    status: text('status').$type<Delivery['status']>().notNull(),
    attempts: integer('attempts').notNull(),
    nextAttemptAt: time('next_attempt_at'),
    lastAttemptAt: time('last_attempt_at'),
    lastStatus: integer('last_status'),
    lastError: text('last_error'),
    lastResponseExcerpt: text('last_response_excerpt'),
    createdAt: time('created_at').notNull(),
    leaseToken: text('lease_token'),
    leaseUntil: time('lease_until'),
    leasedBy: text('leased_by'),
  },
  (t) => [
    uniqueIndex('deliveries_event').on(t.endpointId, t.eventPosition),
    index('deliveries_due')
      .on(t.endpointId, t.nextAttemptAt)
      .where(sql`${t.nextAttemptAt} is not null`),
    index('deliveries_leased')
      .on(t.endpointId, t.leaseUntil)
      .where(sql`${t.leaseUntil} is not null`),
    index('deliveries_lane')
      .on(t.endpointId, t.deploymentId, t.eventPosition)
      .where(sql`${t.status} <> 'succeeded'`),
    index('deliveries_status').on(t.status, t.endpointId, t.eventPosition),
    index('deliveries_of_event').on(t.eventPosition),
  ],
);
