import { desc, eq, sql } from 'drizzle-orm';
import type { AuditEntry, AuditStore } from '../../ports/store/index.ts';
import { auditEntries } from './schema.ts';
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
  };
}
