import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { ChainFamily, Principal, RefreshToken, UserStore } from '../../ports/store/index.ts';
import type { Session as UserSession } from '../../ports/store/users.ts';
import type { AppendAudit } from './audit.ts';
import type { Guesses } from './guesses.ts';
import { createRotateRefreshToken } from './rotateRefreshToken.ts';
import {
  accounts,
  memberships,
  organizations,
  phrases,
  refreshTokens,
  sessions,
  users,
} from './schema.ts';
import { given, prepareInsert, type Session } from './session.ts';

export interface UserStoreDeps {
  readonly appendAudit: AppendAudit;
  readonly guesses: Guesses;
}

export function createUserStore(
  session: Session,
  { appendAudit, guesses }: UserStoreDeps,
): UserStore {
  const { db, read, write } = session;
  const insertSessionRow = prepareInsert(db, sessions);
  const insertRefreshToken = prepareInsert(db, refreshTokens);

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
  const isFirstAccount = (account: typeof avm | typeof evm, family: ChainFamily) =>
    and(
      eq(account.organizationId, organizations.id),
      eq(account.family, family),
      eq(account.slot, 0),
    );

  const byEmail = db
    .select(principal)
    .from(users)
    .innerJoin(memberships, eq(memberships.userId, users.id))
    .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
    .innerJoin(avm, isFirstAccount(avm, 'avm'))
    .innerJoin(evm, isFirstAccount(evm, 'evm'))
    .where(eq(users.email, sql.placeholder('email')))
    .orderBy(memberships.createdAt, memberships.organizationId)
    .limit(1)
    .prepare();

  const bySession = db
    .select({ ...principal, session: sessions })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .innerJoin(organizations, eq(organizations.id, sessions.organizationId))
    .innerJoin(
      memberships,
      and(eq(memberships.userId, users.id), eq(memberships.organizationId, organizations.id)),
    )
    .innerJoin(avm, isFirstAccount(avm, 'avm'))
    .innerJoin(evm, isFirstAccount(evm, 'evm'))
    .where(
      and(
        eq(sessions.id, sql.placeholder('sessionId')),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, given(sessions.expiresAt, 'now')),
        eq(users.status, 'active'),
      ),
    )
    .prepare();

  const insertSession = (
    { id, userId, organizationId, createdAt, expiresAt, revokedAt, ip, userAgent }: UserSession,
    refreshToken: RefreshToken,
  ): void => {
    insertSessionRow({
      id,
      userId,
      organizationId,
      createdAt,
      expiresAt,
      revokedAt,
      ip,
      userAgent,
      lastUsedAt: createdAt,
      steppedUpAt: null,
    });
    insertRefreshToken({ ...refreshToken, childHash: null, exchangedAt: null });
  };

  return {
    registerUser: (registration) =>
      write(() => {
        const { user, organization, sealedPhrase } = registration;
        if (byEmailExists(user.email)) return { ok: false, reason: 'EMAIL_TAKEN' };
        const owned = { userId: user.id, organizationId: organization.id };
        db.insert(users).values(user).run();
        db.insert(organizations).values(organization).run();
        db.insert(memberships)
          .values({ ...owned, role: 'owner', createdAt: user.createdAt })
          .run();
        db.insert(accounts)
          .values([...registration.accounts])
          .run();
        db.insert(phrases)
          .values({ ...owned, sealedPhrase, createdAt: user.createdAt })
          .run();
        insertSession(registration.session, registration.refreshToken);
        appendAudit(registration.audit);
        return { ok: true };
      }),

    findUserByEmail: (email) => read((): Principal | undefined => byEmail.get({ email })),

    findPrincipal: (sessionId, now) => read(() => bySession.get({ sessionId, now })),

    openSession: ({ session: opened, refreshToken, audit, tried }) =>
      write(() => {
        insertSession(opened, refreshToken);
        appendAudit(audit);
        if (tried !== undefined) guesses.succeed(tried);
      }),

    rotateRefreshToken: createRotateRefreshToken(session, appendAudit),

    revokeSession: (sessionId, now, audit) =>
      write(() => {
        const { changes } = db
          .update(sessions)
          .set({ revokedAt: now })
          .where(and(eq(sessions.id, sessionId), isNull(sessions.revokedAt)))
          .run();
        if (changes > 0) appendAudit(audit);
      }),

    updatePasswordHash: (userId, passwordHash) =>
      write(() => {
        db.update(users).set({ passwordHash }).where(eq(users.id, userId)).run();
      }),
  };

  function byEmailExists(email: string): boolean {
    return (
      db.select({ id: users.id }).from(users).where(eq(users.email, email)).get() !== undefined
    );
  }
}
