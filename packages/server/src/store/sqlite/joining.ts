import { permissions, tierLimits, type Role } from '@biatec-tokens/core';
import { and, count, eq, gt, isNull, ne } from 'drizzle-orm';
import type { Invitation } from '../../ports/store/index.ts';
import type { Principals } from './principals.ts';
import { invitations, memberships, organizations, users } from './schema.ts';
import type { Session } from './session.ts';
import type { TellAdministrator } from './tellAdministrator.ts';

/** Neither accepted nor revoked. */
export const isPending = and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt));

const inviters: readonly Role[] = permissions['members.manage'].roles;

/** How people come into organizations, in the transactions of those who invite and who join. */
export interface Joining {
  /** The invitation with this secret, if a user of this address could accept it. */
  findInvitation(presented: {
    readonly hash: string;
    readonly email: string;
    readonly now: Date;
  }): Invitation | undefined;
  /** Whether the plan has room for one more to be invited; the invitation named does not count. */
  canInvite(
    organizationId: string,
    options: { readonly now: Date; readonly besides: string | null },
  ): boolean;
  /** Whether the plan has room for one more member; a smaller one may have come since the invitation. */
  canJoin(organizationId: string): boolean;
  /** Uses the invitation up and makes the user a member. */
  join(invitation: Invitation, userId: string, now: Date): void;
}

export function createJoining(
  { db }: Session,
  {
    principals,
    tellAdministrator,
  }: { readonly principals: Principals; readonly tellAdministrator: TellAdministrator },
): Joining {
  function roomOf(organizationId: string): number {
    const found = db
      .select({ tier: organizations.tier })
      .from(organizations)
      .where(eq(organizations.id, organizationId))
      .get();
    return found === undefined ? 0 : tierLimits[found.tier].members;
  }

  function countMembers(organizationId: string): number {
    const members = db
      .select({ count: count() })
      .from(memberships)
      .where(eq(memberships.organizationId, organizationId))
      .get();
    return members?.count ?? 0;
  }

  return {
    findInvitation({ hash, email, now }) {
      const found = db
        .select()
        .from(invitations)
        .where(
          and(
            eq(invitations.hash, hash),
            eq(invitations.email, email),
            isPending,
            gt(invitations.expiresAt, now),
          ),
        )
        .get();
      if (found === undefined) return undefined;
      // Who was removed, or is no admin any more, lets nobody in.
      const inviter = principals.ofMember(found.invitedBy, found.organizationId);
      return inviter !== undefined && inviters.includes(inviter.role) ? found : undefined;
    },

    canInvite(organizationId, { now, besides }) {
      const open = db
        .select({ count: count() })
        .from(invitations)
        .where(
          and(
            eq(invitations.organizationId, organizationId),
            isPending,
            gt(invitations.expiresAt, now),
            besides === null ? undefined : ne(invitations.id, besides),
          ),
        )
        .get();
      return countMembers(organizationId) + (open?.count ?? 0) < roomOf(organizationId);
    },

    canJoin: (organizationId) => countMembers(organizationId) < roomOf(organizationId),

    join({ id, organizationId, role }, userId, now) {
      db.update(invitations).set({ acceptedAt: now }).where(eq(invitations.id, id)).run();
      db.insert(memberships)
        .values({ userId, organizationId, role, createdAt: now })
        .onConflictDoNothing()
        .run();
      // The secret came by mail, so the address is read.
      db.update(users)
        .set({ emailVerifiedAt: now })
        .where(and(eq(users.id, userId), isNull(users.emailVerifiedAt)))
        .run();
      if (role === 'admin') tellAdministrator({ organizationId, userId, role, at: now });
    },
  };
}
