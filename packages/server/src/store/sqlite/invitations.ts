import { permissions, type Role } from '@biatec-tokens/core';
import { and, count, desc, eq, gt, isNull } from 'drizzle-orm';
import type { Invitation, InvitationStore, PresentedInvitation } from '../../ports/store/index.ts';
import type { AppendAudit } from './audit.ts';
import { isOlderThan, placeOfTimeAndId, toPage } from './page.ts';
import type { EnqueueMail } from './mails.ts';
import type { Principals } from './principals.ts';
import { invitations, memberships, users } from './schema.ts';
import type { Session } from './session.ts';
import type { SessionRows } from './sessionRows.ts';

export interface InvitationStoreDeps {
  readonly appendAudit: AppendAudit;
  readonly enqueueMail: EnqueueMail;
  readonly sessionRows: SessionRows;
  readonly principals: Principals;
}

const inviters: readonly Role[] = permissions['members.manage'].roles;

export function createInvitationStore(
  { db, read, write }: Session,
  { appendAudit, enqueueMail, sessionRows, principals }: InvitationStoreDeps,
): InvitationStore {
  const isPending = and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt));
  const isPendingOne = (organizationId: string, id: string) =>
    and(eq(invitations.id, id), eq(invitations.organizationId, organizationId), isPending);
  const find = (id: string) => db.select().from(invitations).where(eq(invitations.id, id)).get();

  function findAcceptable({ hash, userId, now }: PresentedInvitation): Invitation | undefined {
    const found = db
      .select()
      .from(invitations)
      .where(and(eq(invitations.hash, hash), isPending, gt(invitations.expiresAt, now)))
      .get();
    if (found === undefined) return undefined;
    const user = db
      .select({ email: users.email, status: users.status })
      .from(users)
      .where(eq(users.id, userId))
      .get();
    if (user?.status !== 'active' || user.email !== found.email) return undefined;
    // Who was removed, or is no admin any more, lets nobody in.
    const inviter = principals.ofMember(found.invitedBy, found.organizationId);
    return inviter !== undefined && inviters.includes(inviter.role) ? found : undefined;
  }

  function countPeople(organizationId: string, now: Date): number {
    const members = db
      .select({ count: count() })
      .from(memberships)
      .where(eq(memberships.organizationId, organizationId))
      .get();
    const pending = db
      .select({ count: count() })
      .from(invitations)
      .where(
        and(
          eq(invitations.organizationId, organizationId),
          isPending,
          gt(invitations.expiresAt, now),
        ),
      )
      .get();
    return (members?.count ?? 0) + (pending?.count ?? 0);
  }

  return {
    createInvitation: ({ invitation, mail, audit, peopleMax }) =>
      write(() => {
        const { organizationId, email, createdAt } = invitation;
        const member = db
          .select({ id: users.id })
          .from(memberships)
          .innerJoin(users, eq(users.id, memberships.userId))
          .where(and(eq(memberships.organizationId, organizationId), eq(users.email, email)))
          .get();
        if (member !== undefined) return 'member';
        db.update(invitations)
          .set({ revokedAt: createdAt })
          .where(
            and(
              eq(invitations.organizationId, organizationId),
              eq(invitations.email, email),
              isPending,
            ),
          )
          .run();
        if (countPeople(organizationId, createdAt) >= peopleMax) return 'limit';
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

    renewInvitation: ({ organizationId, id, hash, expiresAt, mail, audit }) =>
      write(() => {
        const { changes } = db
          .update(invitations)
          .set({ hash, expiresAt })
          .where(isPendingOne(organizationId, id))
          .run();
        if (changes === 0) return undefined;
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

    findAcceptableInvitation: (presented) => read(() => findAcceptable(presented)),

    acceptInvitation: ({ endedId, session, refreshToken, audit, ...presented }) =>
      write(() => {
        const { userId, now } = presented;
        const found = findAcceptable(presented);
        if (found === undefined || found.organizationId !== session.organizationId) return false;
        if (!sessionRows.end(endedId, userId, now)) return false;
        db.update(invitations).set({ acceptedAt: now }).where(eq(invitations.id, found.id)).run();
        const { organizationId, role } = found;
        db.insert(memberships)
          .values({ userId, organizationId, role, createdAt: now })
          .onConflictDoNothing()
          .run();
        db.update(users)
          .set({ emailVerifiedAt: now })
          .where(and(eq(users.id, userId), isNull(users.emailVerifiedAt)))
          .run();
        sessionRows.insert(session, refreshToken);
        appendAudit(audit);
        return true;
      }),
  };
}
