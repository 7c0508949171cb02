import type { WebhookEvent } from '@biatec-tokens/core';
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { WebhookStore } from '../../../ports/store/index.ts';
import { readCursor, readPlace, writeCursor } from '../cursor.ts';
import { events } from '../schema.ts';
import type { Session } from '../session.ts';
import type { RecordEndpointEvent } from './recordEvent.ts';
import { toDelivery } from './rows.ts';

type Events = Pick<WebhookStore, 'listEvents' | 'addEndpointEvent'>;

export function createEvents(
  { db, read, write }: Session,
  recordEndpointEvent: RecordEndpointEvent,
): Events {
  // Positions are given under the write lock and committed in their order, so a reader that goes on from the last
  // position it saw misses nothing.
  const after = db
    .select({ position: events.position, payload: events.payload })
    .from(events)
    .where(
      and(
        eq(events.organizationId, sql.placeholder('organizationId')),
        gt(events.position, sql.placeholder('position')),
      ),
    )
    .orderBy(asc(events.position))
    .limit(sql.placeholder('limit'))
    .prepare();

  return {
    listEvents: (organizationId, cursor, limit) =>
      read(() => {
        const position = cursor === undefined ? 0 : readPlace(readCursor('evt', cursor, 1)[0]);
        const rows = after.all({ organizationId, position, limit: limit + 1 });
        const page = rows.slice(0, limit);
        return {
          items: page.map(({ payload }) => JSON.parse(payload) as WebhookEvent),
          nextCursor: writeCursor('evt', [page.at(-1)?.position ?? position]),
          hasMore: rows.length > limit,
        };
      }),

    addEndpointEvent: (endpoint, event, deliveryId, now) =>
      write(() => {
        const delivery = recordEndpointEvent(
          {
            id: event.id,
            organizationId: endpoint.organizationId,
            type: event.type,
            deploymentId: null,
            sequence: null,
            payload: JSON.stringify(event),
            createdAt: now,
          },
          { endpointId: endpoint.id, deliveryId },
        );
        return toDelivery(delivery);
      }),
  };
}
