import { and, asc, count, eq, gt, isNull, lte, or, sql } from 'drizzle-orm';
import type { ClaimedDelivery, WebhookStore } from '../../../ports/store/index.ts';
import { deliveries, endpoints, events } from '../schema.ts';
import { given, givenAll, type Session } from '../session.ts';
import { toDelivery, toEndpoint } from './rows.ts';

/** The last moment a Date can hold. */
const never = 8.64e15;

type Claims = Pick<WebhookStore, 'claimDueDeliveries' | 'renewDeliveryLease' | 'nextDeliveryAt'>;

/**
 * Due are the heads of lanes and test messages: nothing else has a `nextAttemptAt`.
 *
 * Claims go endpoint by endpoint, so that thousands of deliveries waiting for one that is slow or disabled cost nothing.
 */
export function createDeliveryClaims({ db, ids, read, write }: Session): Claims {
  // Names are written out where a query looks into another: in a query of one table, columns lose their table's name.
  const firstAttemptAt = sql<number | null>`(
    select min(d.next_attempt_at) from deliveries d
    where d.endpoint_id = endpoints.id and d.next_attempt_at is not null
  )`.as('first_attempt_at');
  const waiting = db
    .select({ endpoint: endpoints, firstAttemptAt })
    .from(endpoints)
    .where(
      and(eq(endpoints.status, 'enabled'), sql`first_attempt_at <= ${sql.placeholder('nowMs')}`),
    )
    .orderBy(sql`first_attempt_at`)
    .prepare();
  const inFlight = db
    .select({ count: count() })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.endpointId, sql.placeholder('endpointId')),
        gt(deliveries.leaseUntil, given(deliveries.leaseUntil, 'now')),
      ),
    )
    .prepare();
  const due = db
    .select({ delivery: deliveries, payload: events.payload })
    .from(deliveries)
    .innerJoin(events, eq(events.position, deliveries.eventPosition))
    .where(
      and(
        eq(deliveries.endpointId, sql.placeholder('endpointId')),
        lte(deliveries.nextAttemptAt, given(deliveries.nextAttemptAt, 'now')),
        or(
          isNull(deliveries.leaseUntil),
          lte(deliveries.leaseUntil, given(deliveries.leaseUntil, 'now')),
        ),
      ),
    )
    .orderBy(asc(deliveries.nextAttemptAt))
    .limit(sql.placeholder('room'))
    .prepare();
  const lease = db
    .update(deliveries)
    .set(givenAll(deliveries, ['leaseToken', 'leaseUntil', 'leasedBy']))
    .where(eq(deliveries.id, sql.placeholder('id')))
    .prepare();

  const renew = db
    .update(deliveries)
    .set(givenAll(deliveries, ['leaseUntil']))
    .where(
      and(
        eq(deliveries.id, sql.placeholder('deliveryId')),
        eq(deliveries.leaseToken, sql.placeholder('leaseToken')),
      ),
    )
    .prepare();

  // A leased delivery is due when its lease ends; of the others the first in the index is the earliest.
  const earliest = db
    .select({
      at: sql<number | null>`min(min(
        ifnull((
          select min(max(d.next_attempt_at, d.lease_until)) from deliveries d
          where d.endpoint_id = endpoints.id and d.lease_until is not null
        ), ${never}),
        ifnull((
          select d.next_attempt_at from deliveries d
          where d.endpoint_id = endpoints.id and d.next_attempt_at is not null and d.lease_until is null
          order by d.next_attempt_at limit 1
        ), ${never})
      ))`,
    })
    .from(endpoints)
    .where(eq(endpoints.status, 'enabled'))
    .prepare();

  return {
    claimDueDeliveries: ({ workerId, now, leaseMs, limit, perEndpoint }) =>
      write(() => {
        const claimed: ClaimedDelivery[] = [];
        for (const { endpoint } of waiting.all({ nowMs: now.getTime() })) {
          if (claimed.length >= limit) break;
          const endpointId = endpoint.id;
          const free = perEndpoint - (inFlight.get({ endpointId, now })?.count ?? 0);
          const room = Math.min(free, limit - claimed.length);
          if (room <= 0) continue;
          for (const { delivery, payload } of due.all({ endpointId, now, room })) {
            const leaseToken = ids.guid();
            const leaseUntil = new Date(now.getTime() + leaseMs);
            lease.run({ id: delivery.id, leaseToken, leaseUntil, leasedBy: workerId });
            claimed.push({
              delivery: toDelivery(delivery),
              endpoint: toEndpoint(endpoint),
              payload,
              leaseToken,
            });
          }
        }
        return claimed;
      }),

    renewDeliveryLease: (held, leaseUntil) =>
      write(() => renew.run({ ...held, leaseUntil }).changes === 1),

    nextDeliveryAt: () =>
      read(() => {
        const at = earliest.get()?.at ?? never;
        return at < never ? new Date(at) : null;
      }),
  };
}
