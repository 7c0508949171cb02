import { randomBytes } from 'node:crypto';
import {
  AppError,
  createEndpointRequest,
  endpointWithSecretAnswer,
  tierLimits,
  webhookEventTypes,
  type Tier,
} from '@biatec-tokens/core';
import type { Endpoint } from '../../ports/store/webhooks.ts';
import { createWebhookSecret } from '../../services/webhookSecrets.ts';
import { authedProcedure } from '../../trpc/init.ts';
import { auditEntryOf } from '../auditEntry.ts';
import { describeEndpoint } from './describeEndpoint.ts';

/** Adds an endpoint and shows its secret, this once. */
export const create = authedProcedure
  .meta({
    summary: 'Create a webhook endpoint; its secret is shown once',
    permission: 'webhooks.manage',
    idempotent: true,
  })
  .input(createEndpointRequest)
  .output(endpointWithSecretAnswer)
  .mutation(async ({ ctx, input }) => {
    const { clock, ids, store, vault, webhookPolicy } = ctx.deps;
    const { organization } = ctx.principal;
    await webhookPolicy.checkUrl(input.url);

    const id = ids.next('endpoint');
    const owner = { id, organizationId: organization.id };
    const { text, secret } = await createWebhookSecret(vault, owner, randomBytes(32));
    const now = clock.now();
    const endpoint: Endpoint = {
      ...owner,
      url: input.url,
      events: [...new Set(input.events ?? webhookEventTypes)],
      description: input.description ?? null,
      status: 'enabled',
      disabledReason: null,
      secrets: [secret],
      failingSince: null,
      createdAt: now,
      updatedAt: now,
    };
    const audit = auditEntryOf(ctx, 'webhook.create', id, { url: input.url });
    const limit = tierLimits[organization.tier].webhookEndpoints;
    const created = await store.createEndpoint(endpoint, audit, limit);
    if (!created.ok) throw endpointLimitReached(organization.tier);
    return { success: true as const, ...describeEndpoint(endpoint), secret: text };
  });

function endpointLimitReached(tier: Tier): AppError {
  const limit = tierLimits[tier].webhookEndpoints;
  return new AppError({
    code: 'WEBHOOK_ENDPOINT_LIMIT',
    message: `Cannot create the webhook endpoint: the plan "${tier}" has room for ${limit}, all taken`,
    details: { tier, limit },
  });
}
