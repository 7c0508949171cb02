import {
  listDeliveriesAnswer,
  listDeliveriesRequest,
  type WebhookDelivery,
} from '@biatec-tokens/core';
import type { Delivery } from '../../ports/store/webhooks.ts';
import { authedProcedure } from '../../trpc/init.ts';
import { getOwnEndpoint } from './getOwnEndpoint.ts';

const excerptCharactersMax = 1_000;

/** The delivery log of an endpoint, newest first. */
export const deliveries = authedProcedure
  .meta({
    summary: 'List the deliveries of a webhook endpoint, newest first',
    permission: 'webhooks.read',
  })
  .input(listDeliveriesRequest)
  .output(listDeliveriesAnswer)
  .query(async ({ ctx, input: { endpointId, status, cursor, limit } }) => {
    const endpoint = await getOwnEndpoint(ctx, endpointId);
    const { items, nextCursor } = await ctx.deps.store.listDeliveries(
      endpoint.organizationId,
      endpointId,
      status === undefined ? {} : { status },
      { limit, ...(cursor === undefined ? {} : { cursor }) },
    );
    return { success: true as const, items: items.map(describeDelivery), nextCursor };
  });

function describeDelivery(delivery: Delivery & { readonly payload: string }): WebhookDelivery {
  return {
    id: delivery.id,
    endpointId: delivery.endpointId,
    eventId: delivery.eventId,
    eventType: delivery.eventType,
    deploymentId: delivery.deploymentId,
    sequence: delivery.sequence,
    status: delivery.status,
    attempts: delivery.attempts,
    nextAttemptAt: delivery.nextAttemptAt?.toISOString() ?? null,
    lastAttemptAt: delivery.lastAttemptAt?.toISOString() ?? null,
    lastStatus: delivery.lastStatus,
    lastError: delivery.lastError,
    lastResponseExcerpt: delivery.lastResponseExcerpt,
    requestExcerpt: delivery.payload.slice(0, excerptCharactersMax),
    createdAt: delivery.createdAt.toISOString(),
  };
}
