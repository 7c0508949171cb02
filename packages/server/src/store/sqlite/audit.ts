import { and, desc, eq, gt, gte, inArray, isNull, lt, ne, or, sql } from 'drizzle-orm';
import type { AuditEntry, AuditStore } from '../../ports/store/index.ts';
import { readCursor, readPlace } from './cursor.ts';
import { toPage } from './page.ts';
import { auditEntries, isActivity, memberships } from './schema.ts';
import { given, prepareAppend, without, type Session } from './session.ts';

export type AppendAudit = (entry: AuditEntry) => void;

/** What becomes of a user's credentials: they open every organization of the user, wherever it is filed. */
const ofCredentials = [
  'auth.login',
  'auth.forgot_password',
  'auth.reset_password',
  'auth.change_password',
  'auth.second_factor.confirm',
  'auth.second_factor.disable',
  'auth.second_factor.recovery_codes',
  'security.account_locked',
];

/** Prepares what every change uses to leave its line, within its own transaction. */
export function createAppendAudit({ db }: Session): AppendAudit {
  const append = prepareAppend(db, auditEntries, 'sequence');
  return (entry) => {
    append(entry);
  };
}

export function createAuditStore(session: Session, appendAudit: AppendAudit): AuditStore {
  const newest = session.db
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.organizationId, sql.placeholder('organizationId')))
    .orderBy(desc(auditEntries.sequence))
    .limit(sql.placeholder('limit'))
    .prepare();

  const membersOf = session.db
    .select({ userId: memberships.userId, since: memberships.createdAt })
    .from(memberships)
    .where(eq(memberships.organizationId, sql.placeholder('organizationId')))
    .prepare();

  const ofMember = session.db
    .select()
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.actor, sql.placeholder('userId')),
        isActivity(auditEntries),
        gt(auditEntries.sequence, sql.placeholder('above')),
        lt(auditEntries.sequence, sql.placeholder('below')),
        gte(auditEntries.at, given(auditEntries.at, 'since')),
        inArray(auditEntries.action, ofCredentials),
        or(
          isNull(auditEntries.organizationId),
          ne(auditEntries.organizationId, sql.placeholder('organizationId')),
        ),
      ),
    )
    .orderBy(desc(auditEntries.sequence))
    .limit(sql.placeholder('limit'))
    .prepare();

  /**
   * Lines about members' credentials, from when they joined, that are filed with another organization or with none.
   *
   * Asked member by member, so that each reads its newest lines of the index and no longer past.
   */
  function ofMembers(page: {
    readonly organizationId: string;
    readonly above: number;
    readonly below: number;
    readonly limit: number;
  }) {
    const { organizationId } = page;
    return membersOf
      .all({ organizationId })
      .flatMap((member) => ofMember.all({ ...member, ...page }));
  }

  return {
    appendAudit: (entry) => session.write(() => appendAudit(entry)),

    listAudit: (organizationId, limit) =>
      session.read(() =>
        newest.all({ organizationId, limit }).map((row) => without(row, 'sequence')),
      ),

    listActivity: (whose, { cursor, limit }) =>
      session.read(() => {
        const below =
          cursor === undefined
            ? Number.MAX_SAFE_INTEGER
            : readPlace(readCursor('act', cursor, 1)[0]);
        const filed = session.db
          .select()
          .from(auditEntries)
          .where(
            and(
              'actor' in whose
                ? eq(auditEntries.actor, whose.actor)
                : eq(auditEntries.organizationId, whose.organizationId),
              isActivity(auditEntries),
              lt(auditEntries.sequence, below),
            ),
          )
          .orderBy(desc(auditEntries.sequence))
          .limit(limit + 1)
          .all();
        // A whole page of the organization's own lines: what is older than all of them comes on a later one.
        const above = filed.length > limit ? (filed.at(-1)?.sequence ?? 0) : 0;
        const rows =
          'actor' in whose
            ? filed
            : [...filed, ...ofMembers({ ...whose, above, below, limit: limit + 1 })]
                .toSorted((one, other) => other.sequence - one.sequence)
                .slice(0, limit + 1);
        const page = toPage(rows, limit, { list: 'act', placeOf: ({ sequence }) => [sequence] });
        return { ...page, items: page.items.map((row) => without(row, 'sequence')) };
      }),
  };
}
