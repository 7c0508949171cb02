import { and, asc, count, desc, eq, gt, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import {
  type Deployment,
  type Mail,
  type MailStore,
  type NewMail,
  type OptionalMailKind,
} from '../../ports/store/index.ts';
import { assertNever } from '../../internal/assertNever.ts';
import type { AppendAudit } from './audit.ts';
import type { MailTokens } from './mailTokens.ts';
import { mails, mutedMails, users } from './schema.ts';
import { given, givenAll, prepareInsert, without, type Session } from './session.ts';

type MailRow = typeof mails.$inferSelect;

/** Puts a mail into the outbox, in the caller's transaction. */
export type EnqueueMail = (mail: NewMail) => void;

export function createEnqueueMail({ db }: Session): EnqueueMail {
  const insert = prepareInsert(db, mails);
  return (mail) =>
    insert({
      ...mail,
      status: 'waiting',
      attempts: 0,
      nextAttemptAt: mail.createdAt,
      sentAt: null,
      lastError: null,
      ...noLease,
    });
}

/** Puts the mail about a deployment's end into the outbox, unless its creator does not want it or is nobody to mail. */
export type MailDeployment = (deployment: Deployment, at: Date) => void;

export function createMailDeployment(session: Session, enqueueMail: EnqueueMail): MailDeployment {
  const { db, ids } = session;
  const reader = db
    .select({ id: users.id, to: users.email, emailVerifiedAt: users.emailVerifiedAt })
    .from(users)
    .leftJoin(
      mutedMails,
      and(eq(mutedMails.userId, users.id), eq(mutedMails.kind, sql.placeholder('kind'))),
    )
    .where(
      and(
        eq(users.id, sql.placeholder('userId')),
        eq(users.status, 'active'),
        isNull(mutedMails.userId),
      ),
    )
    .prepare();

  return (deployment, at) => {
    const kind = mailOfState(deployment.state);
    if (kind === undefined) return;
    const found = reader.get({ userId: deployment.createdBy, kind });
    if (found === undefined) return;
    // Nobody who registers somebody else's address writes to them by the name of a token.
    const isConfirmed = found.emailVerifiedAt !== null;
    const { name } = deployment.parameters;
    enqueueMail({
      id: ids.next('mail'),
      kind,
      userId: found.id,
      to: found.to,
      facts: {
        deploymentId: deployment.id,
        name: isConfirmed && typeof name === 'string' ? name : null,
        tokenType: deployment.tokenType,
        networkId: deployment.networkId,
        assetId: deployment.assetId?.toString() ?? null,
        contractAddress: deployment.contractAddress,
        error: isConfirmed ? (deployment.error?.errorMessage ?? null) : null,
      },
      sealedToken: null,
      expiresAt: null,
      createdAt: at,
    });
  };
}

function mailOfState(state: Deployment['state']): OptionalMailKind | undefined {
  if (state === 'Completed') return 'deployment-completed';
  return state === 'Failed' ? 'deployment-failed' : undefined;
}

export function createMailStore(
  session: Session,
  {
    appendAudit,
    enqueueMail,
    tokens,
  }: { appendAudit: AppendAudit; enqueueMail: EnqueueMail; tokens: MailTokens },
): MailStore {
  const { db, read, write } = session;
  const due = db
    .select()
    .from(mails)
    .where(
      and(
        lte(mails.nextAttemptAt, given(mails.nextAttemptAt, 'now')),
        or(isNull(mails.leaseUntil), lte(mails.leaseUntil, given(mails.leaseUntil, 'now'))),
      ),
    )
    .orderBy(asc(mails.nextAttemptAt))
    .limit(sql.placeholder('limit'))
    .prepare();
  const lease = db
    .update(mails)
    .set(givenAll(mails, ['leaseToken', 'leaseUntil', 'leasedBy']))
    .where(eq(mails.id, sql.placeholder('id')))
    .prepare();

  return {
    appendAuditWithMail: (audit, mail) =>
      write(() => {
        appendAudit(audit);
        enqueueMail(mail);
      }),

    requestMailToken: ({ token, mail, liveMax, audit }) =>
      write(() => {
        appendAudit(audit);
        if (token === null || mail === null || tokens.countLive(token) >= liveMax) return;
        tokens.insert(token);
        enqueueMail(mail);
      }),

    findMailToken: (hash, purpose, now) => read(() => tokens.findPrincipal({ hash, purpose, now })),

    verifyEmail: ({ tokenHash, now, audit }) =>
      write(() => {
        const used = tokens.use({ hash: tokenHash, purpose: 'email-verification', now });
        if (used === undefined) return false;
        appendAudit(audit);
        return true;
      }),

    claimDueMails: ({ workerId, now, leaseMs, limit }) =>
      write(() =>
        due.all({ now, limit }).map((row) => {
          const leaseToken = session.ids.guid();
          const leaseUntil = new Date(now.getTime() + leaseMs);
          lease.run({ id: row.id, leaseToken, leaseUntil, leasedBy: workerId });
          return { mail: toMail(row), leaseToken };
        }),
      ),

    renewMailLease: ({ mailId, leaseToken }, leaseUntil) =>
      write(
        () =>
          db
            .update(mails)
            .set({ leaseUntil })
            .where(and(eq(mails.id, mailId), eq(mails.leaseToken, leaseToken)))
            .run().changes === 1,
      ),

    settleMail: ({ mailId, leaseToken, outcome, now }) =>
      write(() => {
        db.update(mails)
          .set({ ...planOf(outcome, now), attempts: sql`${mails.attempts} + 1`, ...noLease })
          // The lease ran out, and somebody else sends it.
          .where(and(eq(mails.id, mailId), eq(mails.leaseToken, leaseToken)))
          .run();
      }),

    nextMailAt: () =>
      read(() => {
        const row = db
          .select({
            at: sql<
              number | null
            >`min(max(${mails.nextAttemptAt}, ifnull(${mails.leaseUntil}, 0)))`,
          })
          .from(mails)
          .where(gt(mails.nextAttemptAt, new Date(0)))
          .get();
        return row?.at == null ? null : new Date(row.at);
      }),

    listMails: (userId, limit) =>
      read(() =>
        db
          .select()
          .from(mails)
          .where(eq(mails.userId, userId))
          .orderBy(desc(mails.createdAt), desc(mails.id))
          .limit(limit)
          .all()
          .map(toMail),
      ),

    countMails: () =>
      read(() =>
        db.select({ status: mails.status, count: count() }).from(mails).groupBy(mails.status).all(),
      ),

    listMutedMails: (userId) => read(() => listMuted(userId)),

    setMutedMails: (userId, enabled, audit) =>
      write(() => {
        const kinds = (wanted: boolean) =>
          (Object.keys(enabled) as OptionalMailKind[]).filter((kind) => enabled[kind] === wanted);
        const on = kinds(true);
        if (on.length > 0)
          db.delete(mutedMails)
            .where(and(eq(mutedMails.userId, userId), inArray(mutedMails.kind, on)))
            .run();
        for (const kind of kinds(false))
          db.insert(mutedMails).values({ userId, kind }).onConflictDoNothing().run();
        appendAudit(audit);
        return listMuted(userId);
      }),
  };

  function listMuted(userId: string): OptionalMailKind[] {
    return db
      .select({ kind: mutedMails.kind })
      .from(mutedMails)
      .where(eq(mutedMails.userId, userId))
      .orderBy(mutedMails.kind)
      .all()
      .map(({ kind }) => kind);
  }
}

const noLease = { leaseToken: null, leaseUntil: null, leasedBy: null };

type Plan = Pick<MailRow, 'status' | 'nextAttemptAt' | 'lastError'> &
  Partial<Pick<MailRow, 'sentAt' | 'facts' | 'sealedToken'>>;

function planOf(outcome: Parameters<MailStore['settleMail']>[0]['outcome'], now: Date): Plan {
  const wiped = { facts: {}, sealedToken: null, nextAttemptAt: null };
  switch (outcome.kind) {
    case 'sent':
      return { ...wiped, status: 'sent', sentAt: now, lastError: null };
    case 'retry':
      return { status: 'waiting', nextAttemptAt: outcome.at, lastError: outcome.error };
    case 'parked':
      return { ...wiped, status: 'parked', lastError: outcome.error };
    default:
      return assertNever(outcome);
  }
}

function toMail(row: MailRow): Mail {
  return without(row, 'leaseToken', 'leaseUntil', 'leasedBy');
}
