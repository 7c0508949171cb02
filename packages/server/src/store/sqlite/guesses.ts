import { createHash } from 'node:crypto';
import type { AccountLockedWebhookEvent } from '@biatec-tokens/core';
import { eq, lte, sql } from 'drizzle-orm';
import { lockMs, triesMax } from '../../ports/store/guesses.ts';
import type { AuditEntry, GuessStore, GuessTarget } from '../../ports/store/index.ts';
import type { AppendAudit } from './audit.ts';
import { guesses, memberships, users } from './schema.ts';
import { given, type Session } from './session.ts';
import type { RecordEvent } from './webhooks/recordEvent.ts';

/** What sessions that open use, within their own transaction. */
export interface Guesses {
  /** A try succeeded: it and all failures before it are forgotten. */
  succeed(target: GuessTarget): void;
  /** A user may try again, at sign-in and at proving the password. Tries that are being checked stay counted. */
  unlock(user: { readonly id: string; readonly email: string }): void;
}

export function createGuesses({ db }: Session): Guesses {
  const clear = (reserved: ReturnType<typeof sql>) => {
    const statement = db
      .update(guesses)
      .set({ failures: 0, lockedUntil: null, reserved })
      .where(eq(guesses.subject, sql.placeholder('subject')))
      .prepare();
    return (target: GuessTarget): void => void statement.run({ subject: subjectOf(target) });
  };
  const forgetFailures = clear(sql`${guesses.reserved}`);
  return {
    succeed: clear(oneLess),
    unlock({ id, email }) {
      forgetFailures({ email });
      forgetFailures({ userId: id });
    },
  };
}

export interface GuessStoreDeps {
  readonly appendAudit: AppendAudit;
  readonly recordEvent: RecordEvent;
  readonly guesses: Guesses;
}

export function createGuessStore(
  session: Session,
  { appendAudit, recordEvent, guesses: counted }: GuessStoreDeps,
): GuessStore {
  const { db, ids, write } = session;

  // A lock that has ended, and failures of which the last is as old as a lock is long, count no more.
  const isOver = sql`coalesce(${guesses.lockedUntil}, ${guesses.lastAt} + ${lockMs}) <= ${given(guesses.lastAt, 'now')}`;
  const take = db
    .insert(guesses)
    .values({
      subject: sql.placeholder('subject'),
      failures: 0,
      reserved: 1,
      lastAt: sql.placeholder('now') as never,
      lockedUntil: null,
    })
    .onConflictDoUpdate({
      target: guesses.subject,
      set: {
        failures: sql`iif(${isOver}, 0, ${guesses.failures})`,
        reserved: sql`iif(${isOver}, 1, ${guesses.reserved} + 1)`,
        lastAt: given(guesses.lastAt, 'now'),
        lockedUntil: null,
      },
      setWhere: sql`${isOver} or (${guesses.lockedUntil} is null and ${guesses.failures} + ${guesses.reserved} < ${triesMax})`,
    })
    .prepare();
  const bySubject = db
    .select()
    .from(guesses)
    .where(eq(guesses.subject, sql.placeholder('subject')))
    .prepare();

  function failuresOf(target: GuessTarget, now: Date): number {
    const [failed] = db
      .update(guesses)
      .set({ failures: sql`${guesses.failures} + 1`, reserved: oneLess, lastAt: now })
      .where(eq(guesses.subject, subjectOf(target)))
      .returning({ failures: guesses.failures })
      .all();
    return failed?.failures ?? 0;
  }

  /** Tells the organizations of the user whose address it is, if it is one's. */
  function tellLocked(email: string, until: Date, entry: AuditEntry): void {
    const user = db.select({ id: users.id }).from(users).where(eq(users.email, email)).get();
    if (user === undefined) return;
    const organizations = db
      .select({ id: memberships.organizationId })
      .from(memberships)
      .where(eq(memberships.userId, user.id))
      .all();
    for (const { id: organizationId } of organizations) {
      const event: AccountLockedWebhookEvent = {
        id: ids.next('event'),
        version: 1,
        timestamp: entry.at.toISOString(),
        organizationId,
        correlationId: entry.correlationId,
        type: 'security.account_locked',
        data: {
          userId: user.id,
          email,
          lockedUntil: until.toISOString(),
          ip: entry.ip,
          userAgent: entry.userAgent,
        },
      };
      recordEvent({
        id: event.id,
        organizationId,
        type: event.type,
        deploymentId: null,
        sequence: null,
        payload: JSON.stringify(event),
        createdAt: entry.at,
      });
    }
  }

  return {
    takeTry: (target, now) =>
      write(
        () => {
          const subject = subjectOf(target);
          if (take.run({ subject, now }).changes > 0) return { outcome: 'taken' };
          const found = bySubject.get({ subject });
          const lockedUntil = found?.lockedUntil ?? null;
          if (lockedUntil !== null) return { outcome: 'locked', until: lockedUntil };
          return { outcome: 'busy', until: new Date((found?.lastAt ?? now).getTime() + lockMs) };
        },
        // What a power cut forgets is that somebody was about to guess; that they failed it never forgets.
        { durable: false },
      ),

    failTry: (target, { now, audit, locked }) =>
      write(() => {
        appendAudit(audit);
        forgetOld(now);
        if (failuresOf(target, now) < triesMax) return { lockedUntil: null };
        const lockedUntil = new Date(now.getTime() + lockMs);
        db.update(guesses)
          .set({ lockedUntil })
          .where(eq(guesses.subject, subjectOf(target)))
          .run();
        appendAudit(locked);
        if ('email' in target) tellLocked(target.email, lockedUntil, locked);
        return { lockedUntil };
      }),

    giveTryBack: (target) =>
      write(() => {
        db.update(guesses)
          .set({ reserved: oneLess })
          .where(eq(guesses.subject, subjectOf(target)))
          .run();
      }),

    clearTries: (target) => write(() => counted.succeed(target)),

    clearLoginFailures: (userId) =>
      write(() => {
        const user = db.select().from(users).where(eq(users.id, userId)).get();
        if (user !== undefined) counted.unlock(user);
      }),
  };

  /** Strangers can fill the table with addresses that nobody has; what is over is taken out in passing. */
  function forgetOld(now: Date): void {
    const old = db
      .select({ subject: guesses.subject })
      .from(guesses)
      .where(lte(guesses.lastAt, new Date(now.getTime() - lockMs)))
      .limit(50);
    db.delete(guesses)
      .where(sql`${guesses.subject} in ${old}`)
      .run();
  }
}

const oneLess = sql`max(0, ${guesses.reserved} - 1)`;

function subjectOf(target: GuessTarget): string {
  const text = 'email' in target ? `email:${target.email}` : `user:${target.userId}`;
  return createHash('sha256').update(text).digest('hex');
}
