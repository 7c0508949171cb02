import { and, eq, inArray, or } from 'drizzle-orm';
import type { EnqueueMail } from './mails.ts';
import { memberships, users } from './schema.ts';
import type { Session } from './session.ts';

/** Somebody became an admin or the owner. */
export interface NewAdministrator {
  readonly organizationId: string;
  readonly userId: string;
  readonly role: 'admin' | 'owner';
  /** Who is told beside them and the owner. @default nobody */
  readonly alsoTell?: string;
  readonly at: Date;
  /** Where it was asked from. @default not told */
  readonly from?: { readonly ip: string | null; readonly userAgent: string | null };
}

/** Puts the mails about it into the outbox, in the caller's transaction and after the change. */
export type TellAdministrator = (gained: NewAdministrator) => void;

export function createTellAdministrator(
  { db, ids }: Session,
  { enqueueMail }: { readonly enqueueMail: EnqueueMail },
): TellAdministrator {
  return ({ organizationId, userId, role, alsoTell, at, from }) => {
    const readers = db
      .select({ id: users.id, to: users.email, emailVerifiedAt: users.emailVerifiedAt })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(
        and(
          eq(memberships.organizationId, organizationId),
          eq(users.status, 'active'),
          or(
            eq(memberships.role, 'owner'),
            inArray(memberships.userId, [userId, alsoTell ?? userId]),
          ),
        ),
      )
      .all();
    const member = db.select({ email: users.email }).from(users).where(eq(users.id, userId)).get();
    for (const { id, to, emailVerifiedAt } of readers)
      enqueueMail({
        id: ids.next('mail'),
        kind: 'new-administrator',
        userId: id,
        to,
        facts: {
          organizationId,
          member: member?.email ?? null,
          role,
          ip: from?.ip ?? null,
          userAgent: emailVerifiedAt === null ? null : (from?.userAgent ?? null),
        },
        sealedToken: null,
        expiresAt: null,
        createdAt: at,
      });
  };
}
