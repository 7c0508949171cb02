import { and, count, eq, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import type { SecondFactorStore } from '../../ports/store/index.ts';
import type { AppendAudit } from './audit.ts';
import type { EnqueueMail } from './mails.ts';
import { organizations, recoveryCodes, secondFactors, sessions } from './schema.ts';
import type { Session } from './session.ts';

export interface SecondFactorStoreDeps {
  readonly appendAudit: AppendAudit;
  readonly enqueueMail: EnqueueMail;
}

export function createSecondFactorStore(
  { db, read, write }: Session,
  { appendAudit, enqueueMail }: SecondFactorStoreDeps,
): SecondFactorStore {
  const isInForce = (userId: string) =>
    and(eq(secondFactors.userId, userId), isNotNull(secondFactors.confirmedAt));
  // Asked at every sign-in.
  const byUser = db
    .select()
    .from(secondFactors)
    .where(eq(secondFactors.userId, sql.placeholder('userId')))
    .prepare();

  function replaceCodes(userId: string, hashes: readonly string[]): void {
    db.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId)).run();
    if (hashes.length === 0) return;
    db.insert(recoveryCodes)
      .values(hashes.map((hash) => ({ userId, hash, usedAt: null })))
      .run();
  }

  return {
    findSecondFactor: (userId) =>
      read(() => {
        const found = byUser.get({ userId });
        if (found === undefined) return undefined;
        const [left] = db
          .select({ count: count() })
          .from(recoveryCodes)
          .where(and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt)))
          .all();
        const { sealedSecret, confirmedAt } = found;
        return { sealedSecret, confirmedAt, recoveryCodesLeft: left?.count ?? 0 };
      }),

    enrolSecondFactor: ({ userId, sealedSecret, now, audit }) =>
      write(() => {
        const fresh = { sealedSecret, createdAt: now, confirmedAt: null, lastStep: null };
        const { changes } = db
          .insert(secondFactors)
          .values({ userId, ...fresh })
          .onConflictDoUpdate({
            target: secondFactors.userId,
            set: fresh,
            setWhere: isNull(secondFactors.confirmedAt),
          })
          .run();
        if (changes > 0) appendAudit(audit);
        return changes > 0;
      }),

    confirmSecondFactor: ({ userId, sealedSecret, step, recoveryHashes, now, audit, mail }) =>
      write(() => {
        const { changes } = db
          .update(secondFactors)
          .set({ confirmedAt: now, lastStep: step })
          .where(
            and(
              eq(secondFactors.userId, userId),
              isNull(secondFactors.confirmedAt),
              eq(secondFactors.sealedSecret, sealedSecret),
            ),
          )
          .run();
        if (changes === 0) return false;
        replaceCodes(userId, recoveryHashes);
        appendAudit(audit);
        enqueueMail(mail);
        return true;
      }),

    disableSecondFactor: ({ userId, audit, mail }) =>
      write(() => {
        const { changes } = db.delete(secondFactors).where(isInForce(userId)).run();
        if (changes === 0) return false;
        replaceCodes(userId, []);
        appendAudit(audit);
        enqueueMail(mail);
        return true;
      }),

    replaceRecoveryCodes: ({ userId, hashes, audit, mail }) =>
      write(() => {
        const found = db
          .select({ userId: secondFactors.userId })
          .from(secondFactors)
          .where(isInForce(userId))
          .get();
        if (found === undefined) return false;
        replaceCodes(userId, hashes);
        appendAudit(audit);
        enqueueMail(mail);
        return true;
      }),

    useSecondFactorCode: (userId, code, now) =>
      write(() => {
        if ('step' in code) {
          const { changes } = db
            .update(secondFactors)
            .set({ lastStep: code.step })
            .where(
              and(
                isInForce(userId),
                or(isNull(secondFactors.lastStep), lt(secondFactors.lastStep, code.step)),
              ),
            )
            .run();
          return changes > 0;
        }
        const { changes } = db
          .update(recoveryCodes)
          .set({ usedAt: now })
          .where(
            and(
              eq(recoveryCodes.userId, userId),
              eq(recoveryCodes.hash, code.recoveryHash),
              isNull(recoveryCodes.usedAt),
              sql`exists ${db.select({ userId: secondFactors.userId }).from(secondFactors).where(isInForce(userId))}`,
            ),
          )
          .run();
        return changes > 0;
      }),

    setSecondFactorRequired: (organizationId, required, audit) =>
      write(() => {
        db.update(organizations)
          .set({ secondFactorRequired: required })
          .where(eq(organizations.id, organizationId))
          .run();
        appendAudit(audit);
      }),

    stepUpSession: (sessionId, now, audit) =>
      write(() => {
        db.update(sessions).set({ steppedUpAt: now }).where(eq(sessions.id, sessionId)).run();
        appendAudit(audit);
      }),

    findStepUp: (sessionId) =>
      read(() => {
        const found = db
          .select({ steppedUpAt: sessions.steppedUpAt })
          .from(sessions)
          .where(and(eq(sessions.id, sessionId), isNull(sessions.revokedAt)))
          .get();
        return found?.steppedUpAt;
      }),
  };
}
