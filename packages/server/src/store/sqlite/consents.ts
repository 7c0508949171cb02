import { desc, eq, sql } from 'drizzle-orm';
import type { Consent, ConsentStore } from '../../ports/store/index.ts';
import { consents } from './schema.ts';
import { prepareInsert, type Session } from './session.ts';

/** Stores a consent, in the caller's transaction. */
export type InsertConsent = (consent: Consent) => void;

export function createInsertConsent({ db }: Session): InsertConsent {
  return prepareInsert(db, consents);
}

export function createConsentStore({ db, read }: Session): ConsentStore {
  const latest = db
    .select()
    .from(consents)
    .where(eq(consents.userId, sql.placeholder('userId')))
    .orderBy(desc(consents.acceptedAt))
    .limit(1)
    .prepare();
  return { findConsent: (userId) => read(() => latest.get({ userId })) };
}
