import { and, eq, isNull } from 'drizzle-orm';
import type { PasswordStore } from '../../ports/store/index.ts';
import type { AppendAudit } from './audit.ts';
import type { Guesses } from './guesses.ts';
import type { EnqueueMail } from './mails.ts';
import type { MailTokens } from './mailTokens.ts';
import {
  apiKeys,
  endpoints,
  memberships,
  recoveryCodes,
  secondFactors,
  sessions,
  users,
} from './schema.ts';
import type { Session } from './session.ts';
import type { SessionRows } from './sessionRows.ts';
import type { DisableEndpoint } from './webhooks/disableEndpoint.ts';

export interface PasswordStoreDeps {
  readonly appendAudit: AppendAudit;
  readonly disableEndpoint: DisableEndpoint;
  readonly unlock: Guesses['unlock'];
  readonly enqueueMail: EnqueueMail;
  readonly sessionRows: SessionRows;
  readonly tokens: MailTokens;
}

export function createPasswordStore(
  { db, write }: Session,
  { appendAudit, disableEndpoint, enqueueMail, sessionRows, tokens, unlock }: PasswordStoreDeps,
): PasswordStore {
  /** @returns whether the hash was still the one that the caller compared with. */
  function swap(userId: string, { from, to }: { from: string; to: string }): boolean {
    const { changes } = db
      .update(users)
      .set({ passwordHash: to })
      .where(and(eq(users.id, userId), eq(users.passwordHash, from), eq(users.status, 'active')))
      .run();
    return changes === 1;
  }

  function endSessions(userId: string, now: Date): void {
    db.update(sessions)
      .set({ revokedAt: now })
      .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt)))
      .run();
  }

  /** Ends what somebody may have laid by who had the password only: API keys, the second factor, webhook endpoints. */
  function endWhatOutlasts(userId: string, now: Date) {
    const keys = db
      .update(apiKeys)
      .set({ revokedAt: now })
      .where(and(eq(apiKeys.createdBy, userId), isNull(apiKeys.revokedAt)))
      .run();
    db.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId)).run();
    const factors = db.delete(secondFactors).where(eq(secondFactors.userId, userId)).run();
    const listening = db
      .select({ id: endpoints.id })
      .from(endpoints)
      .innerJoin(memberships, eq(memberships.organizationId, endpoints.organizationId))
      .where(
        and(
          eq(memberships.userId, userId),
          eq(memberships.role, 'owner'),
          eq(endpoints.status, 'enabled'),
        ),
      )
      .all();
    const reason = 'Made before anybody had confirmed the address of the owner';
    for (const { id } of listening) disableEndpoint(id, { reason, now });
    return {
      apiKeysRevoked: keys.changes,
      secondFactorRemoved: factors.changes > 0,
      endpointsDisabled: listening.length,
    };
  }

  return {
    updatePasswordHash: (userId, change) => write(() => swap(userId, change)),

    changePassword: ({ userId, from, to, session, refreshToken, mail, now, audit }) =>
      write(() => {
        if (!swap(userId, { from, to })) return false;
        endSessions(userId, now);
        tokens.end(userId, 'password-reset', now);
        sessionRows.insert(session, refreshToken);
        appendAudit(audit);
        enqueueMail(mail);
        return true;
      }),

    resetPassword: ({ tokenHash, passwordHash, mail, now, audit }) =>
      write(() => {
        const principal = tokens.use({ hash: tokenHash, purpose: 'password-reset', now });
        if (principal === undefined) return false;
        const { id: userId, emailVerifiedAt } = principal.user;
        db.update(users).set({ passwordHash }).where(eq(users.id, userId)).run();
        endSessions(userId, now);
        unlock(principal.user);
        if (emailVerifiedAt === null) {
          const details = { ...audit.details, firstProof: true, ...endWhatOutlasts(userId, now) };
          appendAudit({ ...audit, details });
          enqueueMail({ ...mail, facts: { ...mail.facts, firstProof: 'yes' } });
        } else {
          appendAudit(audit);
          enqueueMail(mail);
        }
        return true;
      }),
  };
}
