import {
  and,
  desc,
  eq,
  getTableColumns,
  gte,
  inArray,
  isNull,
  lt,
  ne,
  or,
  sql,
  type SQL,
} from 'drizzle-orm';
import type { AuditEntry, AuditStore } from '../../ports/store/index.ts';
import { readCursor, readPlace } from './cursor.ts';
import { toPage } from './page.ts';
import { auditEntries, isActivity, memberships } from './schema.ts';
import { prepareAppend, without, type Session } from './session.ts';

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

  /** Lines about members' credentials, from when they joined, that are filed with another organization or with none. */
  function ofMembers(organizationId: string, isAsked: SQL | undefined, limit: number) {
    return session.db
      .select(getTableColumns(auditEntries))
      .from(memberships)
      .innerJoin(auditEntries, eq(auditEntries.actor, memberships.userId))
      .where(
        and(
          eq(memberships.organizationId, organizationId),
          gte(auditEntries.at, memberships.createdAt),
          inArray(auditEntries.action, ofCredentials),
          or(isNull(auditEntries.organizationId), ne(auditEntries.organizationId, organizationId)),
          isAsked,
        ),
      )
      .orderBy(desc(auditEntries.sequence))
      .limit(limit)
      .all();
  }

  return {
    appendAudit: (entry) => session.write(() => appendAudit(entry)),

    listAudit: (organizationId, limit) =>
      session.read(() =>
        newest.all({ organizationId, limit }).map((row) => without(row, 'sequence')),
      ),

    listActivity: (whose, { cursor, limit }) =>
      session.read(() => {
        const isAsked = and(
          isActivity(auditEntries),
          cursor === undefined
            ? undefined
            : lt(auditEntries.sequence, readPlace(readCursor('act', cursor, 1)[0])),
        );
        const filed = session.db
          .select()
          .from(auditEntries)
          .where(
            and(
              'actor' in whose
                ? eq(auditEntries.actor, whose.actor)
                : eq(auditEntries.organizationId, whose.organizationId),
              isAsked,
            ),
          )
          .orderBy(desc(auditEntries.sequence))
          .limit(limit + 1)
          .all();
        const rows =
          'actor' in whose
            ? filed
            : [...filed, ...ofMembers(whose.organizationId, isAsked, limit + 1)]
                .toSorted((one, other) => other.sequence - one.sequence)
                .slice(0, limit + 1);
        const page = toPage(rows, limit, { list: 'act', placeOf: ({ sequence }) => [sequence] });
        return { ...page, items: page.items.map((row) => without(row, 'sequence')) };
      }),
  };
}
