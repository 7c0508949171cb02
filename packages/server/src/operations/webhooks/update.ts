import { endpointAnswer, updateEndpointRequest } from '@biatec-tokens/core';
import type { Endpoint } from '../../ports/store/webhooks.ts';
import { authedProcedure } from '../../trpc/init.ts';
import { auditEntryOf } from '../auditEntry.ts';
import { describeEndpoint } from './describeEndpoint.ts';
import { endpointNotFound, getOwnEndpoint } from './getOwnEndpoint.ts';

/** Changes the fields that are given. Enabling an endpoint again sends what waited for it meanwhile. */
export const update = authedProcedure
  .meta({ summary: 'Change a webhook endpoint', permission: 'webhooks.manage', idempotent: true })
  .input(updateEndpointRequest)
  .output(endpointAnswer)
  .mutation(async ({ ctx, input: { endpointId, ...change } }) => {
    const { clock, store, wake, webhookPolicy } = ctx.deps;
    // Before the URL is looked at: whose endpoint this is must not show in which error comes first.
    const before = await getOwnEndpoint(ctx, endpointId);
    if (change.url !== undefined) await webhookPolicy.checkUrl(change.url);

    const updated = await store.updateEndpoint(
      ctx.principal.organization.id,
      endpointId,
      {
        ...(change.url === undefined ? {} : { url: change.url }),
        ...(change.events === undefined ? {} : { events: [...new Set(change.events)] }),
        ...(change.description === undefined ? {} : { description: change.description }),
        ...(change.status === undefined || change.status === before.status
          ? {}
          : statusChange(change.status)),
      },
      clock.now(),
      auditEntryOf(ctx, 'webhook.update', endpointId, change),
    );
    if (updated === undefined) throw endpointNotFound(endpointId);
    wake.deliveries();
    return { success: true as const, ...describeEndpoint(updated) };
  });

function statusChange(status: Endpoint['status']): Pick<Endpoint, 'status' | 'disabledReason'> {
  return { status, disabledReason: status === 'enabled' ? null : 'Disabled by a user' };
}
