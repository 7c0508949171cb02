import { and, count, desc, eq } from 'drizzle-orm';
import type { WebhookStore } from '../../../ports/store/index.ts';
import type { AppendAudit } from '../audit.ts';
import { isOlderThan, placeOfTimeAndId, toPage } from '../page.ts';
import { endpoints } from '../schema.ts';
import type { Session } from '../session.ts';
import { toEndpoint, toStoredSecrets } from './rows.ts';

type Endpoints = Pick<
  WebhookStore,
  'createEndpoint' | 'findEndpoint' | 'listEndpoints' | 'updateEndpoint' | 'deleteEndpoint'
>;

export function createEndpoints({ db, read, write }: Session, appendAudit: AppendAudit): Endpoints {
  const isOne = (organizationId: string, id: string) =>
    and(eq(endpoints.id, id), eq(endpoints.organizationId, organizationId));
  const find = (organizationId: string, id: string) =>
    db.select().from(endpoints).where(isOne(organizationId, id)).get();

  return {
    createEndpoint: (endpoint, audit, limit) =>
      write(() => {
        const has = db
          .select({ endpoints: count() })
          .from(endpoints)
          .where(eq(endpoints.organizationId, endpoint.organizationId))
          .get();
        if (has === undefined || has.endpoints >= limit) return { ok: false, reason: 'LIMIT' };
        db.insert(endpoints)
          .values({ ...endpoint, secrets: toStoredSecrets(endpoint.secrets) })
          .run();
        appendAudit(audit);
        return { ok: true };
      }),

    findEndpoint: (organizationId, id) =>
      read(() => {
        const row = find(organizationId, id);
        return row && toEndpoint(row);
      }),

    listEndpoints: (organizationId, { cursor, limit }) =>
      read(() => {
        const rows = db
          .select()
          .from(endpoints)
          .where(
            and(
              eq(endpoints.organizationId, organizationId),
              isOlderThan(cursor, 'whe', endpoints),
            ),
          )
          .orderBy(desc(endpoints.createdAt), desc(endpoints.id))
          .limit(limit + 1)
          .all();
        const page = toPage(rows, limit, { list: 'whe', placeOf: placeOfTimeAndId });
        return { ...page, items: page.items.map(toEndpoint) };
      }),

    updateEndpoint: (organizationId, id, { secrets, ...change }, now, audit) =>
      write(() => {
        const row = find(organizationId, id);
        if (row === undefined) return undefined;
        const updated = {
          ...row,
          ...change,
          // Enabled again, it gets its full time to come back.
          ...(change.status === 'enabled' && { disabledReason: null, failingSince: null }),
          ...(secrets && { secrets: toStoredSecrets(secrets) }),
          updatedAt: now,
        };
        db.update(endpoints).set(updated).where(isOne(organizationId, id)).run();
        appendAudit(audit);
        return toEndpoint(updated);
      }),

    deleteEndpoint: (organizationId, id, audit) =>
      write(() => {
        const { changes } = db.delete(endpoints).where(isOne(organizationId, id)).run();
        if (changes === 0) return false;
        appendAudit(audit);
        return true;
      }),
  };
}
