import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { AuditEntry, AuditStore } from '../../ports/store/index.ts';
import { readCursor, readPlace } from './cursor.ts';
import { toPage } from './page.ts';
import { auditEntries, isActivity } from './schema.ts';
import { prepareAppend, without, type Session } from './session.ts';

export type AppendAudit = (entry: AuditEntry) => void;

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

  return {
    appendAudit: (entry) => session.write(() => appendAudit(entry)),

    listAudit: (organizationId, limit) =>
      session.read(() =>
        newest.all({ organizationId, limit }).map((row) => without(row, 'sequence')),
      ),

    listActivity: (whose, { cursor, limit }) =>
      session.read(() => {
        const rows = session.db
          .select()
          .from(auditEntries)
          .where(
            and(
              'actor' in whose
                ? eq(auditEntries.actor, whose.actor)
                : eq(auditEntries.organizationId, whose.organizationId),
              isActivity(auditEntries),
              cursor === undefined
                ? undefined
                : lt(auditEntries.sequence, readPlace(readCursor('act', cursor, 1)[0])),
            ),
          )
          .orderBy(desc(auditEntries.sequence))
          .limit(limit + 1)
          .all();
        const page = toPage(rows, limit, { list: 'act', placeOf: ({ sequence }) => [sequence] });
        return { ...page, items: page.items.map((row) => without(row, 'sequence')) };
      }),
  };
}
