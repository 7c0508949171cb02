import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type {
  ApiKeyPrincipal,
  ChainFamily,
  Principal,
  SessionPrincipal,
} from '../../ports/store/index.ts';
import { isLiveKey } from './apiKeys.ts';
import {
  accounts,
  apiKeys,
  memberships,
  organizations,
  secondFactors,
  sessions,
  users,
} from './schema.ts';
import { given, type Session } from './session.ts';

/** Who somebody is, found in several ways; for use within other queries and changes. */
export interface Principals {
  ofEmail(email: string): Principal | undefined;
  ofUser(userId: string): Principal | undefined;
  /** An active user in one of their organizations. */
  ofMember(userId: string, organizationId: string): Principal | undefined;
  /** Every organization of a user, in the order they joined. */
  listOfUser(userId: string): Principal[];
  /** Of a session that is neither revoked nor expired, of an active user. */
  ofSession(sessionId: string, now: Date): SessionPrincipal | undefined;
  /** Of a key that is neither revoked nor expired; whoever is no member any more, or was deactivated, takes their keys along. */
  ofApiKey(hash: string, now: Date): ApiKeyPrincipal | undefined;
}

export function createPrincipals({ db }: Session): Principals {
  const avm = alias(accounts, 'avm');
  const evm = alias(accounts, 'evm');
  const principal = {
    user: users,
    organization: {
      id: organizations.id,
      name: organizations.name,
      tier: organizations.tier,
      createdAt: organizations.createdAt,
    },
    role: memberships.role,
    algorandAddress: avm.address,
    evmAddress: evm.address,
  };
  const isIssuer = (account: typeof avm | typeof evm, family: ChainFamily) =>
    and(
      eq(account.organizationId, organizations.id),
      eq(account.family, family),
      sql`${account.issuing} = 1`,
    );

  // In the organization that the user joined first; of two at once the older, which is the one that invited them.
  const bySomething = (column: typeof users.email | typeof users.id) =>
    db
      .select(principal)
      .from(users)
      .innerJoin(memberships, eq(memberships.userId, users.id))
      .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
      .innerJoin(avm, isIssuer(avm, 'avm'))
      .innerJoin(evm, isIssuer(evm, 'evm'))
      .where(eq(column, sql.placeholder('value')))
      .orderBy(memberships.createdAt, memberships.organizationId)
      .limit(sql.placeholder('limit'))
      .prepare();
  const byEmail = bySomething(users.email);
  const byUser = bySomething(users.id);

  const byMember = db
    .select(principal)
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
    .innerJoin(avm, isIssuer(avm, 'avm'))
    .innerJoin(evm, isIssuer(evm, 'evm'))
    .where(
      and(
        eq(memberships.userId, sql.placeholder('userId')),
        eq(memberships.organizationId, sql.placeholder('organizationId')),
        eq(users.status, 'active'),
      ),
    )
    .prepare();

  const secondFactor = {
    required: organizations.secondFactorRequired,
    confirmedAt: secondFactors.confirmedAt,
  };

  const bySession = db
    .select({ ...principal, session: sessions, secondFactor })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .innerJoin(organizations, eq(organizations.id, sessions.organizationId))
    .innerJoin(
      memberships,
      and(eq(memberships.userId, users.id), eq(memberships.organizationId, organizations.id)),
    )
    .innerJoin(avm, isIssuer(avm, 'avm'))
    .innerJoin(evm, isIssuer(evm, 'evm'))
    .leftJoin(secondFactors, eq(secondFactors.userId, users.id))
    .where(
      and(
        eq(sessions.id, sql.placeholder('sessionId')),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, given(sessions.expiresAt, 'now')),
        eq(users.status, 'active'),
      ),
    )
    .prepare();

  const byKeyHash = db
    .select({ ...principal, apiKey: apiKeys, secondFactor })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.createdBy))
    .innerJoin(organizations, eq(organizations.id, apiKeys.organizationId))
    .innerJoin(
      memberships,
      and(eq(memberships.userId, users.id), eq(memberships.organizationId, organizations.id)),
    )
    .innerJoin(avm, isIssuer(avm, 'avm'))
    .innerJoin(evm, isIssuer(evm, 'evm'))
    .leftJoin(secondFactors, eq(secondFactors.userId, users.id))
    .where(
      and(
        eq(apiKeys.hash, sql.placeholder('hash')),
        isLiveKey(given(apiKeys.expiresAt, 'now')),
        eq(users.status, 'active'),
      ),
    )
    .prepare();

  return {
    ofEmail: (value) => byEmail.get({ value, limit: 1 }),
    ofUser: (value) => byUser.get({ value, limit: 1 }),
    ofMember: (userId, organizationId) => byMember.get({ userId, organizationId }),
    listOfUser: (value) => byUser.all({ value, limit: -1 }),
    ofSession: (sessionId, now) => bySession.get({ sessionId, now }),
    ofApiKey: (hash, now) => byKeyHash.get({ hash, now }),
  };
}
