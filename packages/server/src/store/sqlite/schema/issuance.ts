import type {
  DeploymentError,
  DeploymentState,
  NetworkId,
  ReadBackField,
  ReasonCode,
  TokenType,
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
import type { Attempt, Waiting } from '../../../ports/store/index.ts';
import { bytes, json, nonce, time, wholeNumber } from '../columns.ts';
import { accounts, organizations } from './owners.ts';

/** Issuances and everything they went through. Numbers of the chains reach 2^64 and are decimal text. */

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
    step: integer('step').notNull().default(1),
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

/** Append-only. The account is the issuer's or a sponsor's, which are in tables of their own. */
export const signatureRequests = sqliteTable(
  'signature_requests',
  {
    deploymentId: text('deployment_id')
      .notNull()
      .references(() => deployments.id),
    attemptNumber: integer('attempt_number').notNull(),
    accountId: text('account_id').notNull(),
    messageHash: text('message_hash').notNull(),
    requestedAt: time('requested_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.deploymentId, t.attemptNumber, t.accountId, t.messageHash] })],
);
