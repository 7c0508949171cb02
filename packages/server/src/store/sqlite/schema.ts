import type {
  DeploymentError,
  DeploymentState,
  NetworkId,
  ReadBackField,
  ReasonCode,
  Role,
  Tier,
  TokenType,
  WebhookEventType,
} from '@biatec-tokens/core';
import { sql } from 'drizzle-orm';
import {
  foreignKey,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import type {
  Attempt,
  AuditEntry,
  ChainFamily,
  Delivery,
  Endpoint,
  User,
  Waiting,
} from '../../ports/store/index.ts';
import { bytes, json, nonce, time, wholeNumber } from './columns.ts';

/** The tables as queries see them. The migrations make them; a test holds the two equal. */

export const organizations = sqliteTable('organizations', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  tier: text('tier').$type<Tier>().notNull(),
  createdAt: time('created_at').notNull(),
});

export const users = sqliteTable(
  'users',
  {
    id: text('id').primaryKey(),
    email: text('email').notNull(),
    fullName: text('full_name'),
    passwordHash: text('password_hash').notNull(),
    status: text('status').$type<User['status']>().notNull(),
    createdAt: time('created_at').notNull(),
  },
  (t) => [uniqueIndex('users_email').on(t.email)],
);

export const memberships = sqliteTable(
  'memberships',
  {
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id),
    role: text('role').$type<Role>().notNull(),
    createdAt: time('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.organizationId] }),
    index('memberships_organization').on(t.organizationId),
  ],
);

/** The 24 words of a user, sealed; apart from the user so that no ordinary query touches them. */
export const phrases = sqliteTable('phrases', {
  userId: text('user_id')
    .primaryKey()
    .references(() => users.id),
  organizationId: text('organization_id')
    .notNull()
    .references(() => organizations.id),
  sealedPhrase: bytes('sealed_phrase').notNull(),
  createdAt: time('created_at').notNull(),
});

export const accounts = sqliteTable(
  'accounts',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id),
    family: text('family').$type<ChainFamily>().notNull(),
    slot: integer('slot').notNull(),
    address: text('address').notNull(),
    sealedKey: bytes('sealed_key').notNull(),
    createdAt: time('created_at').notNull(),
  },
  (t) => [uniqueIndex('accounts_slot').on(t.organizationId, t.family, t.slot)],
);

/** Platform accounts that pay fees. A replaced one stays: it may hold money, and its attempts may still be open. */
export const sponsors = sqliteTable(
  'sponsors',
  {
    id: text('id').primaryKey(),
    networkId: text('network_id').notNull(),
    family: text('family').$type<ChainFamily>().notNull(),
    slot: integer('slot').notNull(),
    address: text('address').notNull(),
    sealedKey: bytes('sealed_key').notNull(),
    createdAt: time('created_at').notNull(),
    replacedBy: text('replaced_by'),
  },
  (t) => [
    uniqueIndex('sponsors_current')
      .on(t.networkId)
      .where(sql`${t.replacedBy} is null`),
  ],
);

/** What local networks were known by at first use. */
export const pinnedNetworks = sqliteTable('pinned_networks', {
  networkId: text('network_id').primaryKey(),
  identity: text('identity').notNull(),
  pinnedAt: time('pinned_at').notNull(),
});

export const sessions = sqliteTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id),
    createdAt: time('created_at').notNull(),
    expiresAt: time('expires_at').notNull(),
    revokedAt: time('revoked_at'),
    ip: text('ip'),
    userAgent: text('user_agent'),
  },
  (t) => [index('sessions_user').on(t.userId)],
);

export const refreshTokens = sqliteTable(
  'refresh_tokens',
  {
    hash: text('hash').primaryKey(),
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id),
    createdAt: time('created_at').notNull(),
    expiresAt: time('expires_at').notNull(),
    childHash: text('child_hash'),
    exchangedAt: time('exchanged_at'),
  },
  (t) => [index('refresh_tokens_session').on(t.sessionId)],
);

export const deployments = sqliteTable(
  'deployments',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id),
    networkId: text('network_id').$type<NetworkId>().notNull(),
    tokenType: text('token_type').$type<TokenType>().notNull(),
    reference: text('reference'),
    parameters: json<Readonly<Record<string, unknown>>>('parameters').notNull(),
    issuerAccountId: text('issuer_account_id')
      .notNull()
      .references(() => accounts.id),
    issuer: text('issuer').notNull(),
    state: text('state').$type<DeploymentState>().notNull(),
    version: integer('version').notNull(),
    sequence: integer('sequence').notNull(),
    transactionId: text('transaction_id'),
    blockNumber: wholeNumber('block_number'),
    blockHash: text('block_hash'),
    assetId: wholeNumber('asset_id'),
    contractAddress: text('contract_address'),
    readBack: json<readonly ReadBackField[]>('read_back'),
    error: json<DeploymentError>('error'),
    waiting: json<Omit<Waiting, 'since'> & { readonly since: string }>('waiting'),
    correlationId: text('correlation_id').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
    dueAt: time('due_at'),
    leaseToken: text('lease_token'),
    leaseUntil: time('lease_until'),
    leasedBy: text('leased_by'),
  },
  (t) => [
    index('deployments_newest').on(t.organizationId, t.createdAt, t.id),
    index('deployments_reference')
      .on(t.organizationId, t.reference)
      .where(sql`${t.reference} is not null`),
    index('deployments_due')
      .on(t.dueAt)
      .where(sql`${t.dueAt} is not null`),
    index('deployments_leased')
      .on(t.leaseUntil)
      .where(sql`${t.leaseUntil} is not null`),
    index('deployments_count').on(t.networkId, t.state),
  ],
);

/** Append-only. */
export const history = sqliteTable(
  'history',
  {
    deploymentId: text('deployment_id')
      .notNull()
      .references(() => deployments.id),
    sequence: integer('sequence').notNull(),
    state: text('state').$type<DeploymentState>().notNull(),
    reason: text('reason').$type<ReasonCode>().notNull(),
    message: text('message').notNull(),
    transactionId: text('transaction_id'),
    blockNumber: wholeNumber('block_number'),
    blockHash: text('block_hash'),
    actor: text('actor').notNull(),
    at: time('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.deploymentId, t.sequence] })],
);

export const attempts = sqliteTable(
  'attempts',
  {
    deploymentId: text('deployment_id')
      .notNull()
      .references(() => deployments.id),
    number: integer('number').notNull(),
    networkId: text('network_id').$type<NetworkId>().notNull(),
    sender: text('sender').notNull(),
    nonce: nonce('nonce'),
    firstValid: wholeNumber('first_valid'),
    lastValid: wholeNumber('last_valid'),
    broadcasts: integer('broadcasts').notNull(),
    lastBroadcastAt: time('last_broadcast_at'),
    lastAnswer: text('last_answer'),
    outcome: text('outcome').$type<Attempt['outcome']>().notNull(),
    createdAt: time('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.deploymentId, t.number] }),
    // One nonce belongs to one attempt for ever.
    uniqueIndex('attempts_nonce')
      .on(t.networkId, t.sender, t.nonce)
      .where(sql`${t.nonce} is not null`),
  ],
);

export const signedVariants = sqliteTable(
  'signed_variants',
  {
    deploymentId: text('deployment_id').notNull(),
    attemptNumber: integer('attempt_number').notNull(),
    position: integer('position').notNull(),
    transactionId: text('transaction_id').notNull(),
    bytes: bytes('bytes').notNull(),
    signedAt: time('signed_at').notNull(),
    details: json<Readonly<Record<string, unknown>>>('details').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.deploymentId, t.attemptNumber, t.position] }),
    uniqueIndex('signed_variants_transaction').on(t.deploymentId, t.attemptNumber, t.transactionId),
    foreignKey({
      columns: [t.deploymentId, t.attemptNumber],
      foreignColumns: [attempts.deploymentId, attempts.number],
    }),
  ],
);

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
  ],
);

/** One row, written by `check()` to prove that writing works. */
export const storeChecks = sqliteTable('store_checks', {
  id: integer('id').primaryKey(),
  checkedAt: time('checked_at').notNull(),
});
