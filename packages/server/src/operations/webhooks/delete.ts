import { deleteEndpointAnswer, endpointIdRequest } from '@biatec-tokens/core';
import { authedProcedure } from '../../trpc/init.ts';
import { auditEntryOf } from '../auditEntry.ts';
import { endpointNotFound } from './getOwnEndpoint.ts';

/** Removes an endpoint with its delivery log; the events themselves stay in the event stream. */
export const deleteEndpoint = authedProcedure
  .meta({ summary: 'Delete a webhook endpoint', permission: 'webhooks.manage', idempotent: true })
  .input(endpointIdRequest)
  .output(deleteEndpointAnswer)
  .mutation(async ({ ctx, input: { endpointId } }) => {
    const deleted = await ctx.deps.store.deleteEndpoint(
      ctx.principal.organization.id,
      endpointId,
      auditEntryOf(ctx, 'webhook.delete', endpointId),
    );
    if (!deleted) throw endpointNotFound(endpointId);
    return { success: true as const };
  });
