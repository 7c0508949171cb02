import { and, desc, eq, isNull } from 'drizzle-orm';
import { isSameDevice, type Device } from '../../internal/isSameDevice.ts';
import type { Principal, RefreshToken, UserStore } from '../../ports/store/index.ts';
import type { Session as UserSession } from '../../ports/store/users.ts';
import type { AppendAudit } from './audit.ts';
import type { EnqueueMail } from './mails.ts';
import type { MailTokens } from './mailTokens.ts';
import type { Principals } from './principals.ts';
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
import { prepareInsert, type Session } from './session.ts';

/** Earlier sessions that a device is looked for in. */
const devicesMax = 200;

/** Stores a session with its first refresh token, in the caller's transaction. */
export type InsertSession = (session: UserSession, refreshToken: RefreshToken) => void;

export function createInsertSession({ db }: Session): InsertSession {
  const insertSession = prepareInsert(db, sessions);
  const insertRefreshToken = prepareInsert(db, refreshTokens);
  return (
    { id, userId, organizationId, createdAt, expiresAt, revokedAt, ip, userAgent },
    refreshToken,
  ) => {
    insertSession({
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
}

export interface UserStoreDeps {
  readonly appendAudit: AppendAudit;
  readonly enqueueMail: EnqueueMail;
  readonly guesses: Guesses;
  readonly insertSession: InsertSession;
  readonly principals: Principals;
  readonly tokens: MailTokens;
}

export function createUserStore(
  session: Session,
  { appendAudit, enqueueMail, guesses, insertSession, principals, tokens }: UserStoreDeps,
): UserStore {
  const { db, read, write } = session;

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
        if (registration.verification !== undefined) {
          tokens.insert(registration.verification.token);
          enqueueMail(registration.verification.mail);
        }
        return { ok: true };
      }),

    findUserByEmail: (email) => read((): Principal | undefined => principals.ofEmail(email)),

    findPrincipal: (sessionId, now) => read(() => principals.ofSession(sessionId, now)),

    openSession: ({ session: opened, refreshToken, audit, passwordHash, tried, newDeviceMail }) =>
      write(() => {
        const { userId } = opened;
        if (!hasPassword(userId, passwordHash)) return false;
        if (tried !== undefined) guesses.succeed(tried);
        if (newDeviceMail !== undefined && !knowsDevice(userId, opened)) enqueueMail(newDeviceMail);
        insertSession(opened, refreshToken);
        appendAudit(audit);
        return true;
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
  };

  function hasPassword(userId: string, passwordHash: string): boolean {
    const isThis = and(
      eq(users.id, userId),
      eq(users.passwordHash, passwordHash),
      eq(users.status, 'active'),
    );
    return db.select({ id: users.id }).from(users).where(isThis).get() !== undefined;
  }

  function knowsDevice(userId: string, device: Device): boolean {
    return db
      .select({ ip: sessions.ip, userAgent: sessions.userAgent })
      .from(sessions)
      .where(eq(sessions.userId, userId))
      .orderBy(desc(sessions.createdAt))
      .limit(devicesMax)
      .all()
      .some((earlier) => isSameDevice(earlier, device));
  }

  function byEmailExists(email: string): boolean {
    return (
      db.select({ id: users.id }).from(users).where(eq(users.email, email)).get() !== undefined
    );
  }
}
