import type { Role, Tier } from '@biatec-tokens/core';
import { sql } from 'drizzle-orm';
import {
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import type { AccountOrigin, ChainFamily, User } from '../../../ports/store/index.ts';
import { bytes, time } from '../columns.ts';

/** Who is who, and who holds which keys. */

export const organizations = sqliteTable('organizations', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  tier: text('tier').$type<Tier>().notNull(),
  createdAt: time('created_at').notNull(),
  secondFactorRequired: integer('second_factor_required', { mode: 'boolean' })
    .notNull()
    .default(false),
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
    emailVerifiedAt: time('email_verified_at'),
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
    uniqueIndex('memberships_owner')
      .on(t.organizationId)
      .where(sql`${t.role} = 'owner'`),
  ],
);

/** The 24 words of an organization, sealed; apart from it so that no ordinary query touches them. */
export const phrases = sqliteTable('phrases', {
  organizationId: text('organization_id')
    .primaryKey()
    .references(() => organizations.id),
  /** Who founded it. */
  userId: text('user_id')
    .notNull()
    .references(() => users.id),
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
    origin: text('origin').$type<AccountOrigin>().notNull().default('created'),
    issuing: integer('issuing', { mode: 'boolean' }).notNull().default(true),
  },
  (t) => [
    uniqueIndex('accounts_address').on(t.organizationId, t.family, t.address),
    // What is brought in has slots of its own words, not of the organization's.
    uniqueIndex('accounts_slot')
      .on(t.organizationId, t.family, t.slot)
      .where(sql`${t.origin} = 'created'`),
    uniqueIndex('accounts_issuing')
      .on(t.organizationId, t.family)
      .where(sql`${t.issuing} = 1`),
  ],
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
    lastUsedAt: time('last_used_at').notNull(),
    steppedUpAt: time('stepped_up_at'),
  },
  (t) => [index('sessions_user').on(t.userId, t.createdAt, t.id)],
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
