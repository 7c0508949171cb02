import { and, desc, eq, isNull } from 'drizzle-orm';
import { isSameDevice, type Device } from '../../internal/isSameDevice.ts';
import type { Principal, UserStore } from '../../ports/store/index.ts';
import type { AppendAudit } from './audit.ts';
import type { InsertOrganization } from './insertOrganization.ts';
import type { EnqueueMail } from './mails.ts';
import type { MailTokens } from './mailTokens.ts';
import type { Principals } from './principals.ts';
import type { Guesses } from './guesses.ts';
import { createRotateRefreshToken } from './rotateRefreshToken.ts';
import { sessions, users } from './schema.ts';
import type { Session } from './session.ts';
import type { SessionRows } from './sessionRows.ts';

/** Earlier sessions that a device is looked for in. */
const devicesMax = 200;

export interface UserStoreDeps {
  readonly appendAudit: AppendAudit;
  readonly enqueueMail: EnqueueMail;
  readonly guesses: Guesses;
  readonly insertOrganization: InsertOrganization;
  readonly sessionRows: SessionRows;
  readonly principals: Principals;
  readonly tokens: MailTokens;
}

export function createUserStore(
  session: Session,
  {
    appendAudit,
    enqueueMail,
    guesses,
    insertOrganization,
    sessionRows,
    principals,
    tokens,
  }: UserStoreDeps,
): UserStore {
  const { db, read, write } = session;

  return {
    registerUser: (registration) =>
      write(() => {
        const { user } = registration;
        if (byEmailExists(user.email)) return { ok: false, reason: 'EMAIL_TAKEN' };
        db.insert(users).values(user).run();
        insertOrganization({ ...registration, ownerId: user.id });
        sessionRows.insert(registration.session, registration.refreshToken);
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
        sessionRows.insert(opened, refreshToken);
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
