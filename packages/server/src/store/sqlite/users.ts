import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { isSameDevice, type Device } from '../../internal/isSameDevice.ts';
import type { Invitation, Principal, RegisterUser, UserStore } from '../../ports/store/index.ts';
import type { AppendAudit } from './audit.ts';
import type { InsertConsent } from './consents.ts';
import type { InsertOrganization } from './insertOrganization.ts';
import type { Joining } from './joining.ts';
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
  readonly insertConsent: InsertConsent;
  readonly insertOrganization: InsertOrganization;
  readonly joining: Joining;
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
    insertConsent,
    insertOrganization,
    joining,
    sessionRows,
    principals,
    tokens,
  }: UserStoreDeps,
): UserStore {
  const { db, read, write } = session;
  const byPassword = db
    .select({ id: users.id })
    .from(users)
    .where(
      and(
        eq(users.id, sql.placeholder('userId')),
        eq(users.passwordHash, sql.placeholder('passwordHash')),
        eq(users.status, 'active'),
      ),
    )
    .prepare();
  const devices = db
    .select({ ip: sessions.ip, userAgent: sessions.userAgent })
    .from(sessions)
    .where(eq(sessions.userId, sql.placeholder('userId')))
    .orderBy(desc(sessions.createdAt))
    .limit(sql.placeholder('limit'))
    .prepare();

  return {
    registerUser: (registration) =>
      write(() => {
        const { user, session: opened, joins } = registration;
        if (byEmailExists(user.email)) return { ok: false, reason: 'EMAIL_TAKEN' };
        const invitation = joins && findInvitation(registration, joins.hash);
        if (joins !== undefined && invitation === undefined)
          return { ok: false, reason: 'INVITATION_VOID' };
        if (invitation !== undefined && !joining.canJoin(invitation.organizationId))
          return { ok: false, reason: 'INVITATION_NO_ROOM' };
        db.insert(users).values(user).run();
        insertOrganization({ ...registration, ownerId: user.id });
        sessionRows.insert(opened, registration.refreshToken);
        if (registration.consent !== undefined) insertConsent(registration.consent);
        appendAudit(registration.audit);
        if (joins !== undefined && invitation !== undefined) {
          joining.join(invitation, user.id, user.createdAt);
          appendAudit(joins.audit);
        }
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

  /** The invitation that somebody registers with, if it is to the organization that their session is in. */
  function findInvitation(
    { user: { email, createdAt: now }, session: { organizationId } }: RegisterUser,
    hash: string,
  ): Invitation | undefined {
    const found = joining.findInvitation({ hash, email, now });
    return found?.organizationId === organizationId ? found : undefined;
  }

  function hasPassword(userId: string, passwordHash: string): boolean {
    return byPassword.get({ userId, passwordHash }) !== undefined;
  }

  function knowsDevice(userId: string, device: Device): boolean {
    const isKnown = (limit: number) =>
      devices.all({ userId, limit }).some((earlier) => isSameDevice(earlier, device));
    // Mostly it is the one that signed in last.
    return isKnown(1) || isKnown(devicesMax);
  }

  function byEmailExists(email: string): boolean {
    return (
      db.select({ id: users.id }).from(users).where(eq(users.email, email)).get() !== undefined
    );
  }
}
