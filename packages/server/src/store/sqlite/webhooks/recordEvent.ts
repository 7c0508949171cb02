import { eq, sql } from 'drizzle-orm';
import { deliveries, endpoints, events } from '../schema.ts';
import { prepareAppend, prepareInsert, type Session } from '../session.ts';
import type { Lanes } from './lanes.ts';
import type { DeliveryRow } from './rows.ts';

/** An event with its payload as it will be sent. */
export type RecordedEvent = Omit<typeof events.$inferSelect, 'position'>;

/**
 * Stores an event and a delivery for every endpoint that subscribed to it, in the caller's transaction.
 *
 * Disabled endpoints too: their deliveries wait, or a deployment's events would have a gap once they are enabled again.
 */
export type RecordEvent = (event: RecordedEvent) => void;

/** Stores an event with a delivery for one endpoint only. */
export type RecordEndpointEvent = (
  event: RecordedEvent,
  to: { readonly endpointId: string; readonly deliveryId: string },
) => DeliveryRow;

export function createRecordEvent(
  { db, ids }: Session,
  lanes: Lanes,
): { recordEvent: RecordEvent; recordEndpointEvent: RecordEndpointEvent } {
  const append = prepareAppend(db, events, 'position');
  const insertDelivery = prepareInsert(db, deliveries);
  const listening = db
    .select({ id: endpoints.id, events: endpoints.events })
    .from(endpoints)
    .where(eq(endpoints.organizationId, sql.placeholder('organizationId')))
    .prepare();

  function addDelivery(
    event: RecordedEvent,
    { id, endpointId, eventPosition }: { id: string; endpointId: string; eventPosition: number },
  ): DeliveryRow {
    const { deploymentId, createdAt } = event;
    const isHead = deploymentId === null || lanes.isClear({ endpointId, deploymentId });
    const delivery: DeliveryRow = {
      id,
      endpointId,
      organizationId: event.organizationId,
      eventPosition,
      eventId: event.id,
      eventType: event.type,
      deploymentId,
      sequence: event.sequence,
      status: 'waiting',
      attempts: 0,
      nextAttemptAt: isHead ? createdAt : null,
      lastAttemptAt: null,
      lastStatus: null,
      lastError: null,
      lastResponseExcerpt: null,
      createdAt,
      leaseToken: null,
      leaseUntil: null,
      leasedBy: null,
    };
    insertDelivery(delivery);
    return delivery;
  }

  return {
    recordEvent(event) {
      const eventPosition = append(event);
      for (const endpoint of listening.all({ organizationId: event.organizationId }))
        if (endpoint.events.includes(event.type))
          addDelivery(event, { id: ids.next('delivery'), endpointId: endpoint.id, eventPosition });
    },

    recordEndpointEvent(event, { endpointId, deliveryId }) {
      return addDelivery(event, { id: deliveryId, endpointId, eventPosition: append(event) });
    },
  };
}
