import { and, eq, isNull, ne } from 'drizzle-orm';
import type { AuditEntry, User, UserStatusStore } from '../../ports/store/index.ts';
import type { AppendAudit } from './audit.ts';
import type { MailTokens } from './mailTokens.ts';
import type { Principals } from './principals.ts';
import { apiKeys, sessions, users } from './schema.ts';
import type { Session } from './session.ts';

export interface UserStatusDeps {
  readonly appendAudit: AppendAudit;
  readonly principals: Principals;
  readonly tokens: MailTokens;
}

export function createUserStatus(
  { db, ids, write }: Session,
  { appendAudit, principals, tokens }: UserStatusDeps,
): UserStatusStore {
  /** Tells every organization of the user. @returns false when nothing changed. */
  function set(userId: string, status: User['status'], audit: AuditEntry): boolean {
    const { changes } = db
      .update(users)
      .set({ status })
      .where(and(eq(users.id, userId), ne(users.status, status)))
      .run();
    if (changes === 0) return false;
    for (const { organization } of principals.listOfUser(userId))
      appendAudit({ ...audit, id: ids.next('audit'), organizationId: organization.id });
    return true;
  }

  return {
    deactivateUser: (userId, now, audit) =>
      write(() => {
        if (!set(userId, 'inactive', audit)) return false;
        // Their status alone shuts them out; this is so that nothing lives again when they are let in again.
        db.update(sessions)
          .set({ revokedAt: now })
          .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt)))
          .run();
        db.update(apiKeys)
          .set({ revokedAt: now })
          .where(and(eq(apiKeys.createdBy, userId), isNull(apiKeys.revokedAt)))
          .run();
        tokens.end(userId, 'password-reset', now);
        return true;
      }),

    reactivateUser: (userId, audit) => write(() => set(userId, 'active', audit)),
  };
}
