import { and, desc, eq } from 'drizzle-orm';
import type { Invitation, InvitationStore, PresentedInvitation } from '../../ports/store/index.ts';
import type { AppendAudit } from './audit.ts';
import { isPending, type Joining } from './joining.ts';
import { isOlderThan, placeOfTimeAndId, toPage } from './page.ts';
import type { EnqueueMail } from './mails.ts';
import { invitations, memberships, users } from './schema.ts';
import type { Session } from './session.ts';
import type { SessionRows } from './sessionRows.ts';

export interface InvitationStoreDeps {
  readonly appendAudit: AppendAudit;
  readonly enqueueMail: EnqueueMail;
  readonly joining: Joining;
  readonly sessionRows: SessionRows;
}

export function createInvitationStore(
  { db, read, write }: Session,
  { appendAudit, enqueueMail, joining, sessionRows }: InvitationStoreDeps,
): InvitationStore {
  const isPendingOne = (organizationId: string, id: string) =>
    and(eq(invitations.id, id), eq(invitations.organizationId, organizationId), isPending);
  const find = (id: string) => db.select().from(invitations).where(eq(invitations.id, id)).get();

  function findAcceptable({ userId, ...presented }: PresentedInvitation): Invitation | undefined {
    const user = db
      .select({ email: users.email, status: users.status })
      .from(users)
      .where(eq(users.id, userId))
      .get();
    if (user?.status !== 'active') return undefined;
    return joining.findInvitation({ ...presented, email: user.email });
  }

  return {
    createInvitation: ({ invitation, mail, audit }) =>
      write(() => {
        const { organizationId, email, createdAt } = invitation;
        const member = db
          .select({ id: users.id })
          .from(memberships)
          .innerJoin(users, eq(users.id, memberships.userId))
          .where(and(eq(memberships.organizationId, organizationId), eq(users.email, email)))
          .get();
        if (member !== undefined) return 'member';
        const before = db
          .select({ id: invitations.id })
          .from(invitations)
          .where(
            and(
              eq(invitations.organizationId, organizationId),
              eq(invitations.email, email),
              isPending,
            ),
          )
          .get();
        const besides = before?.id ?? null;
        if (!joining.canInvite(organizationId, { now: createdAt, besides })) return 'limit';
        if (before !== undefined)
          db.update(invitations)
            .set({ revokedAt: createdAt })
            .where(eq(invitations.id, before.id))
            .run();
        db.insert(invitations).values(invitation).run();
        enqueueMail(mail);
        appendAudit(audit);
        return 'done';
      }),

    listInvitations: (organizationId, { cursor, limit }) =>
      read(() => {
        const rows = db
          .select()
          .from(invitations)
          .where(
            and(
              eq(invitations.organizationId, organizationId),
              isOlderThan(cursor, 'inv', invitations),
            ),
          )
          .orderBy(desc(invitations.createdAt), desc(invitations.id))
          .limit(limit + 1)
          .all();
        return toPage(rows, limit, { list: 'inv', placeOf: placeOfTimeAndId });
      }),

    findPendingInvitation: (organizationId, id) =>
      read(() => db.select().from(invitations).where(isPendingOne(organizationId, id)).get()),

    renewInvitation: ({ organizationId, id, invitedBy, hash, expiresAt, mail, audit }) =>
      write(() => {
        const isOne = isPendingOne(organizationId, id);
        if (db.select().from(invitations).where(isOne).get() === undefined) return undefined;
        const { createdAt: now } = mail;
        if (!joining.canInvite(organizationId, { now, besides: id })) return 'limit';
        db.update(invitations).set({ invitedBy, hash, expiresAt }).where(isOne).run();
        enqueueMail(mail);
        appendAudit(audit);
        return find(id);
      }),

    revokeInvitation: (organizationId, id, now, audit) =>
      write(() => {
        const { changes } = db
          .update(invitations)
          .set({ revokedAt: now })
          .where(isPendingOne(organizationId, id))
          .run();
        if (changes === 0) return undefined;
        appendAudit(audit);
        return find(id);
      }),

    findInvitationTo: (presented) => read(() => joining.findInvitation(presented)),

    findAcceptableInvitation: (presented) => read(() => findAcceptable(presented)),

    acceptInvitation: ({ endedId, session, refreshToken, audit, ...presented }) =>
      write(() => {
        const { userId, now } = presented;
        const found = findAcceptable(presented);
        if (found === undefined || found.organizationId !== session.organizationId) return 'void';
        if (!joining.canJoin(found.organizationId)) return 'limit';
        if (!sessionRows.end(endedId, userId, now)) return 'void';
        joining.join(found, userId, now);
        sessionRows.insert(session, refreshToken);
        appendAudit(audit);
        return 'done';
      }),
  };
}
