import { and, count, desc, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { ApiKeyStore } from '../../ports/store/index.ts';
import type { AppendAudit } from './audit.ts';
import type { EnqueueMail } from './mails.ts';
import { isOlderThan, placeOfTimeAndId, toPage } from './page.ts';
import type { Principals } from './principals.ts';
import { apiKeys } from './schema.ts';
import { prepareInsert, type given, type Session } from './session.ts';

export interface ApiKeyStoreDeps {
  readonly appendAudit: AppendAudit;
  readonly enqueueMail: EnqueueMail;
  readonly principals: Principals;
}

export function createApiKeyStore(
  { db, read, write }: Session,
  { appendAudit, enqueueMail, principals }: ApiKeyStoreDeps,
): ApiKeyStore {
  const insert = prepareInsert(db, apiKeys);
  const isOne = (organizationId: string, id: string) =>
    and(eq(apiKeys.id, id), eq(apiKeys.organizationId, organizationId));

  return {
    createApiKey: (key, audit, { liveMax, now, mail }) =>
      write(() => {
        const live = db
          .select({ count: count() })
          .from(apiKeys)
          .where(
            and(
              eq(apiKeys.organizationId, key.organizationId),
              isLiveKey(sql`${sql.param(now, apiKeys.expiresAt)}`),
            ),
          )
          .get();
        if (live === undefined || live.count >= liveMax) return false;
        insert(key);
        appendAudit(audit);
        if (mail !== undefined) enqueueMail(mail);
        return true;
      }),

    listApiKeys: (organizationId, { cursor, limit }) =>
      read(() => {
        const rows = db
          .select()
          .from(apiKeys)
          .where(
            and(eq(apiKeys.organizationId, organizationId), isOlderThan(cursor, 'key', apiKeys)),
          )
          .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
          .limit(limit + 1)
          .all();
        return toPage(rows, limit, { list: 'key', placeOf: placeOfTimeAndId });
      }),

    revokeApiKey: (organizationId, id, now, audit) =>
      write(() => {
        const { changes } = db
          .update(apiKeys)
          .set({ revokedAt: now })
          .where(and(isOne(organizationId, id), isNull(apiKeys.revokedAt)))
          .run();
        if (changes > 0) appendAudit(audit);
        return db.select().from(apiKeys).where(isOne(organizationId, id)).get();
      }),

    findApiKeyPrincipal: (hash, now) => read(() => principals.ofApiKey(hash, now)),

    noteApiKeyUse: (id, now) =>
      write(() => {
        db.update(apiKeys).set({ lastUsedAt: now }).where(eq(apiKeys.id, id)).run();
      }),
  };
}

/** Neither revoked nor expired. */
export function isLiveKey(now: ReturnType<typeof given>) {
  return and(isNull(apiKeys.revokedAt), or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)));
}
