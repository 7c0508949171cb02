import { and, count, desc, eq, gte, lt, type SQL } from 'drizzle-orm';
import type { WebhookStore } from '../../../ports/store/index.ts';
import type { AppendAudit } from '../audit.ts';
import { readCursor, readPlace } from '../cursor.ts';
import { toPage } from '../page.ts';
import { deliveries, events } from '../schema.ts';
import type { Session } from '../session.ts';
import type { Lanes } from './lanes.ts';
import { toDelivery } from './rows.ts';

type DeliveryLog = Pick<WebhookStore, 'listDeliveries' | 'redeliver' | 'countDeliveries'>;

export interface DeliveryLogDeps {
  readonly appendAudit: AppendAudit;
  readonly lanes: Lanes;
}

export function createDeliveryLog(
  { db, read, write }: Session,
  { appendAudit, lanes }: DeliveryLogDeps,
): DeliveryLog {
  return {
    listDeliveries: (organizationId, endpointId, { status }, { cursor, limit }) =>
      read(() => {
        const rows = db
          .select({ delivery: deliveries, payload: events.payload })
          .from(deliveries)
          .innerJoin(events, eq(events.position, deliveries.eventPosition))
          .where(
            and(
              eq(deliveries.endpointId, endpointId),
              eq(deliveries.organizationId, organizationId),
              status && eq(deliveries.status, status),
              cursor === undefined ? undefined : isAfter(cursor),
            ),
          )
          .orderBy(desc(deliveries.eventPosition))
          .limit(limit + 1)
          .all();
        const { items, nextCursor } = toPage(rows, limit, {
          list: 'whd',
          placeOf: ({ delivery }) => [delivery.eventPosition],
        });
        return {
          items: items.map(({ delivery, payload }) => ({ ...toDelivery(delivery), payload })),
          nextCursor,
        };
      }),

    redeliver: (organizationId, endpointId, which, now, audit) =>
      write(() => {
        const { deliveryId, createdAfter, createdBefore } = which;
        const again = db
          .update(deliveries)
          .set({
            status: 'waiting',
            attempts: 0,
            nextAttemptAt: now,
            leaseToken: null,
            leaseUntil: null,
            leasedBy: null,
          })
          .where(
            and(
              eq(deliveries.endpointId, endpointId),
              eq(deliveries.organizationId, organizationId),
              deliveryId === undefined ? undefined : eq(deliveries.id, deliveryId),
              createdAfter && gte(deliveries.createdAt, createdAfter),
              createdBefore && lt(deliveries.createdAt, createdBefore),
            ),
          )
          .returning({ deploymentId: deliveries.deploymentId })
          .all();
        for (const deploymentId of new Set(again.map((delivery) => delivery.deploymentId)))
          if (deploymentId !== null) lanes.settle({ endpointId, deploymentId }, now);
        if (again.length > 0) appendAudit(audit);
        return again.length;
      }),

    countDeliveries: () =>
      read(() =>
        db
          .select({ status: deliveries.status, count: count() })
          .from(deliveries)
          .groupBy(deliveries.status)
          .all(),
      ),
  };
}

function isAfter(cursor: string): SQL {
  const [position] = readCursor('whd', cursor, 1);
  return lt(deliveries.eventPosition, readPlace(position));
}
