import { assertNever } from '../../../internal/assertNever.ts';
import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { DeliveryOutcome, WebhookStore } from '../../../ports/store/index.ts';
import { deliveries, endpoints } from '../schema.ts';
import type { DisableEndpoint } from './disableEndpoint.ts';
import { given, givenAll, type Session } from '../session.ts';
import type { Lanes } from './lanes.ts';
import type { DeliveryRow } from './rows.ts';

export function createSettleDelivery(
  { db, write }: Session,
  { lanes, disableEndpoint }: { readonly lanes: Lanes; readonly disableEndpoint: DisableEndpoint },
): WebhookStore['settleDelivery'] {
  const held = db
    .select()
    .from(deliveries)
    .where(
      and(
        eq(deliveries.id, sql.placeholder('deliveryId')),
        eq(deliveries.leaseToken, sql.placeholder('leaseToken')),
      ),
    )
    .prepare();
  const settle = db
    .update(deliveries)
    .set({
      ...givenAll(deliveries, [
        'status',
        'attempts',
        'nextAttemptAt',
        'lastAttemptAt',
        'lastStatus',
        'lastError',
        'lastResponseExcerpt',
      ]),
      leaseToken: null,
      leaseUntil: null,
      leasedBy: null,
    })
    .where(eq(deliveries.id, sql.placeholder('id')))
    .prepare();
  const working = db
    .update(endpoints)
    .set({ failingSince: null })
    .where(and(eq(endpoints.id, sql.placeholder('endpointId')), isNotNull(endpoints.failingSince)))
    .prepare();
  const failing = db
    .update(endpoints)
    .set({ failingSince: given(endpoints.failingSince, 'now') })
    .where(and(eq(endpoints.id, sql.placeholder('endpointId')), isNull(endpoints.failingSince)))
    .prepare();

  return ({ deliveryId, leaseToken, outcome, disableEndpoint: reason, now, ...answer }) =>
    write(() => {
      const delivery = held.get({ deliveryId, leaseToken });
      // The lease ran out and somebody else sends it again, or its endpoint is gone.
      if (delivery === undefined) return;
      const { endpointId, deploymentId } = delivery;
      settle.run({
        id: deliveryId,
        ...planOf(outcome),
        attempts: delivery.attempts + 1,
        lastAttemptAt: now,
        lastStatus: answer.status,
        lastError: answer.error,
        lastResponseExcerpt: answer.responseExcerpt,
      });
      if (outcome.kind === 'succeeded') working.run({ endpointId });
      else failing.run({ endpointId, now });
      if (reason !== undefined) disableEndpoint(endpointId, { reason, now });
      if (deploymentId !== null) lanes.settle({ endpointId, deploymentId }, now);
    });
}

function planOf(outcome: DeliveryOutcome): Pick<DeliveryRow, 'status' | 'nextAttemptAt'> {
  switch (outcome.kind) {
    case 'succeeded':
      return { status: 'succeeded', nextAttemptAt: null };
    case 'retry':
      return { status: 'retrying', nextAttemptAt: outcome.at };
    case 'parked':
      return { status: 'parked', nextAttemptAt: null };
    default:
      return assertNever(outcome);
  }
}
