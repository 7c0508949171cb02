import { and, asc, count, eq, isNull, ne, sql } from 'drizzle-orm';
import type { MemberChange, OrganizationStore } from '../../ports/store/index.ts';
import type { AppendAudit } from './audit.ts';
import { readCursor, readPlace } from './cursor.ts';
import type { InsertOrganization } from './insertOrganization.ts';
import { toPage } from './page.ts';
import { isPending } from './joining.ts';
import type { Principals } from './principals.ts';
import { apiKeys, invitations, memberships, organizations, sessions, users } from './schema.ts';
import type { Session } from './session.ts';
import type { SessionRows } from './sessionRows.ts';
import type { TellAdministrator } from './tellAdministrator.ts';

export interface OrganizationStoreDeps {
  readonly appendAudit: AppendAudit;
  readonly sessionRows: SessionRows;
  readonly insertOrganization: InsertOrganization;
  readonly principals: Principals;
  readonly tellAdministrator: TellAdministrator;
}

export function createOrganizationStore(
  { db, read, write }: Session,
  {
    appendAudit,
    insertOrganization,
    principals,
    sessionRows,
    tellAdministrator,
  }: OrganizationStoreDeps,
): OrganizationStore {
  const isOne = (organizationId: string, userId: string) =>
    and(eq(memberships.organizationId, organizationId), eq(memberships.userId, userId));
  const isNoOwner = ne(memberships.role, 'owner');
  const shown = {
    userId: users.id,
    email: users.email,
    fullName: users.fullName,
    role: memberships.role,
    joinedAt: memberships.createdAt,
  };
  const membersOf = () =>
    db.select(shown).from(memberships).innerJoin(users, eq(users.id, memberships.userId));
  const findRole = (organizationId: string, userId: string) =>
    db
      .select({ role: memberships.role })
      .from(memberships)
      .where(isOne(organizationId, userId))
      .get()?.role;

  /** Whether somebody who could be removed belongs to this organization alone. */
  function isLastOf(organizationId: string, userId: string): boolean {
    const role = findRole(organizationId, userId);
    if (role === undefined || role === 'owner') return false;
    const belongs = db
      .select({ count: count() })
      .from(memberships)
      .where(eq(memberships.userId, userId))
      .get();
    return belongs?.count === 1;
  }

  /** Why a change that leaves owners alone changed nothing. */
  function explain(organizationId: string, userId: string): MemberChange {
    return findRole(organizationId, userId) === 'owner' ? 'owner' : 'missing';
  }

  return {
    createOrganization: ({ audit, ...made }, ownedMax) =>
      write(() => {
        const owned = db
          .select({ count: count() })
          .from(memberships)
          .where(and(eq(memberships.userId, made.ownerId), eq(memberships.role, 'owner')))
          .get();
        if (owned === undefined || owned.count >= ownedMax) return false;
        insertOrganization(made);
        appendAudit(audit);
        return true;
      }),

    setTier: ({ organizationId, tier, audit }) =>
      write(() => {
        const { changes } = db
          .update(organizations)
          .set({ tier })
          .where(eq(organizations.id, organizationId))
          .run();
        if (changes === 0) return false;
        appendAudit(audit);
        return true;
      }),

    listOrganizations: (userId) => read(() => principals.listOfUser(userId)),

    findMembership: (userId, organizationId) =>
      read(() => principals.ofMember(userId, organizationId)),

    switchSession: ({ endedId, session, refreshToken, now, audit }) =>
      write(() => {
        if (principals.ofMember(session.userId, session.organizationId) === undefined) return false;
        if (!sessionRows.end(endedId, session.userId, now)) return false;
        sessionRows.insert(session, refreshToken);
        appendAudit(audit);
        return true;
      }),

    listMembers: (organizationId, { cursor, limit }) =>
      read(() => {
        const rows = membersOf()
          .where(
            and(
              eq(memberships.organizationId, organizationId),
              cursor === undefined ? undefined : isAfter(cursor),
            ),
          )
          .orderBy(asc(memberships.createdAt), asc(memberships.userId))
          .limit(limit + 1)
          .all();
        return toPage(rows, limit, {
          list: 'mem',
          placeOf: ({ joinedAt, userId }) => [joinedAt.getTime(), userId],
        });
      }),

    findMember: (organizationId, userId) =>
      read(() => membersOf().where(isOne(organizationId, userId)).get()),

    changeRole: ({ organizationId, userId, role, audit }) =>
      write(() => {
        const before = findRole(organizationId, userId);
        const { changes } = db
          .update(memberships)
          .set({ role })
          .where(and(isOne(organizationId, userId), isNoOwner))
          .run();
        if (changes === 0) return explain(organizationId, userId);
        appendAudit(audit);
        if (role === 'admin' && before !== 'admin')
          tellAdministrator({ organizationId, userId, role, at: audit.at, from: audit });
        return 'done';
      }),

    removeMember: ({ organizationId, userId, now, audit, ownOrganization }) =>
      write(() => {
        const isLast = isLastOf(organizationId, userId);
        const founded = isLast ? ownOrganization : undefined;
        if (isLast && founded === undefined) return 'last';
        const { changes } = db
          .delete(memberships)
          .where(and(isOne(organizationId, userId), isNoOwner))
          .run();
        if (changes === 0) return explain(organizationId, userId);
        // Else sessions and keys would live again if the user joined again.
        db.update(sessions)
          .set({ revokedAt: now })
          .where(
            and(
              eq(sessions.userId, userId),
              eq(sessions.organizationId, organizationId),
              isNull(sessions.revokedAt),
            ),
          )
          .run();
        db.update(apiKeys)
          .set({ revokedAt: now })
          .where(
            and(
              eq(apiKeys.createdBy, userId),
              eq(apiKeys.organizationId, organizationId),
              isNull(apiKeys.revokedAt),
            ),
          )
          .run();
        // They can be accepted no more, so nobody need wonder why.
        db.update(invitations)
          .set({ revokedAt: now })
          .where(
            and(
              eq(invitations.invitedBy, userId),
              eq(invitations.organizationId, organizationId),
              isPending,
            ),
          )
          .run();
        if (founded !== undefined) {
          const { audit: foundation, ...made } = founded;
          insertOrganization(made);
          appendAudit(foundation);
        }
        appendAudit(audit);
        return 'done';
      }),

    transferOwnership: ({ organizationId, from, to, audit }) =>
      write(() => {
        if (principals.ofMember(to, organizationId) === undefined || from === to) return false;
        // First down, then up: the index allows no second owner even for a moment.
        const { changes } = db
          .update(memberships)
          .set({ role: 'admin' })
          .where(and(isOne(organizationId, from), eq(memberships.role, 'owner')))
          .run();
        if (changes === 0) return false;
        db.update(memberships).set({ role: 'owner' }).where(isOne(organizationId, to)).run();
        appendAudit(audit);
        const gained = { organizationId, userId: to, role: 'owner' } as const;
        tellAdministrator({ ...gained, alsoTell: from, at: audit.at, from: audit });
        return true;
      }),
  };
}

function isAfter(cursor: string) {
  const [joinedAt, userId = ''] = readCursor('mem', cursor, 2);
  return sql`(${memberships.createdAt}, ${memberships.userId}) > (${readPlace(joinedAt)}, ${userId})`;
}
