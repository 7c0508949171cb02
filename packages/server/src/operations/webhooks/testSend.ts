import {
  AppError,
  endpointIdRequest,
  testEndpointAnswer,
  type WebhookEvent,
} from '@biatec-tokens/core';
import { authedProcedure } from '../../trpc/init.ts';
import { auditEntryOf } from '../auditEntry.ts';
import { getOwnEndpoint } from './getOwnEndpoint.ts';

/** Sends a test event to one endpoint, the way every event goes: stored, signed, retried and logged. */
export const testSend = authedProcedure
  .meta({
    summary: 'Send a test event to a webhook endpoint',
    permission: 'webhooks.manage',
    idempotent: true,
  })
  .input(endpointIdRequest)
  .output(testEndpointAnswer)
  .mutation(async ({ ctx, input: { endpointId } }) => {
    const { clock, ids, store, wake } = ctx.deps;
    const endpoint = await getOwnEndpoint(ctx, endpointId);
    if (endpoint.status === 'disabled') throw endpointDisabled(endpointId);

    const now = clock.now();
    const event: WebhookEvent = {
      id: ids.next('event'),
      version: 1,
      type: 'webhook.test',
      timestamp: now.toISOString(),
      organizationId: endpoint.organizationId,
      correlationId: ctx.correlationId,
      data: { message: 'This is a test. If its signature verifies, the endpoint is ready' },
    };
    const delivery = await store.addEndpointEvent(endpoint, event, ids.next('delivery'), now);
    await store.appendAudit(auditEntryOf(ctx, 'webhook.test', endpointId, { eventId: event.id }));
    wake.deliveries();
    return { success: true as const, eventId: event.id, deliveryId: delivery.id };
  });

function endpointDisabled(id: string): AppError {
  return new AppError({
    code: 'INVALID_REQUEST',
    message: `Cannot test webhook endpoint "${id}": it is disabled, should be enabled`,
    guidance: 'Enable the endpoint first.',
  });
}
