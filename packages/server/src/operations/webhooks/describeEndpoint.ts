import type { WebhookEndpoint } from '@biatec-tokens/core';
import type { Endpoint } from '../../ports/store/webhooks.ts';

/** An endpoint as callers see it: everything but its secrets. */
export function describeEndpoint(endpoint: Endpoint): WebhookEndpoint {
  return {
    id: endpoint.id,
    url: endpoint.url,
    events: [...endpoint.events],
    description: endpoint.description,
    status: endpoint.status,
    disabledReason: endpoint.disabledReason,
    createdAt: endpoint.createdAt.toISOString(),
    updatedAt: endpoint.updatedAt.toISOString(),
  };
}
