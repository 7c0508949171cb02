import { z } from 'zod';
import {
  blockReference,
  deploymentError,
  deploymentId,
  networkId,
  tokenType,
} from './deployments.ts';
import {
  chainNumber,
  correlationId,
  deploymentState,
  idOf,
  pageOf,
  pageRequest,
  reasonCode,
  timestamp,
} from './primitives.ts';

export const eventId = idOf('evt');
export const endpointId = idOf('whe');
export const deliveryId = idOf('whd');

/** Events that partners can receive so far. */
export const webhookEventTypes = [
  'deployment.queued',
  'deployment.submitted',
  'deployment.pending',
  'deployment.confirmed',
  'deployment.indexed',
  'deployment.completed',
  'deployment.failed',
  'deployment.cancelled',
  'security.account_locked',
  'webhook.test',
] as const;

export const webhookEventType = z.enum(webhookEventTypes);

const envelope = {
  id: eventId,
  version: z.literal(1),
  timestamp,
  organizationId: z.string(),
  correlationId: correlationId.nullable(),
};

/** A change of a deployment, frozen as it was at the change. Under 20 kB. */
export const deploymentWebhookEvent = z.object({
  ...envelope,
  type: z.enum(webhookEventTypes).exclude(['security.account_locked', 'webhook.test']),
  data: z.object({
    deploymentId,
    sequence: z.number().int().min(1).describe('Counts from 1 without a gap per deployment'),
    status: deploymentState,
    reasonCode,
    message: z.string(),
    network: networkId,
    tokenType,
    reference: z.string().nullable(),
    issuer: z.string(),
    transactionId: z.string().nullable(),
    block: blockReference.nullable(),
    assetId: chainNumber.nullable(),
    contractAddress: z.string().nullable(),
    error: deploymentError.nullable(),
  }),
});

/** Sign-ins of a user failed five times in a row: nobody signs in as that user until the lock ends. */
export const accountLockedWebhookEvent = z.object({
  ...envelope,
  type: z.literal('security.account_locked'),
  data: z.object({
    userId: z.uuid(),
    email: z.string(),
    lockedUntil: timestamp,
    ip: z.string().nullable().describe('Where the last failed try came from'),
    userAgent: z.string().nullable(),
  }),
});

export const testWebhookEvent = z.object({
  ...envelope,
  type: z.literal('webhook.test'),
  data: z.object({ message: z.string() }),
});

/** Body of a webhook, and item of the event stream. */
export const webhookEvent = z.discriminatedUnion('type', [
  deploymentWebhookEvent,
  accountLockedWebhookEvent,
  testWebhookEvent,
]);

export const listEventsRequest = z.strictObject({
  after: z
    .string()
    .max(100)
    .optional()
    .describe('Cursor of the answer before; absent: from the start'),
  limit: z.coerce.number<number>().int().min(1).max(500).default(100),
});

/** Events in the order they happened; `nextCursor` is always given, to poll with. Those of `security.*` are left out for who may not manage webhooks. */
export const listEventsAnswer = z.object({
  success: z.literal(true),
  items: z.array(webhookEvent),
  nextCursor: z.string(),
  hasMore: z.boolean(),
});

export const webhookEndpoint = z.object({
  id: endpointId,
  url: z.string(),
  events: z.array(webhookEventType).describe('Empty list: never; all types: everything'),
  description: z.string().nullable(),
  status: z.enum(['enabled', 'disabled']),
  disabledReason: z.string().nullable(),
  createdAt: timestamp,
  updatedAt: timestamp,
});

const url = z.string().max(2_000);
const events = z.array(webhookEventType).min(1);
const description = z.string().max(500);

export const createEndpointRequest = z.strictObject({
  url,
  events: events.optional().describe('All types when absent'),
  description: description.optional(),
});

export const updateEndpointRequest = z.strictObject({
  endpointId,
  url: url.optional(),
  events: events.optional(),
  description: description.nullable().optional(),
  status: z.enum(['enabled', 'disabled']).optional(),
});

export const endpointIdRequest = z.strictObject({ endpointId });

export const endpointAnswer = webhookEndpoint.extend({ success: z.literal(true) });

/** The only answers that show a secret. */
export const endpointWithSecretAnswer = endpointAnswer.extend({
  secret: z.string().describe('Shown once: whsec_…'),
});

export const listEndpointsRequest = pageRequest;
export const listEndpointsAnswer = pageOf(webhookEndpoint);
export const deleteEndpointAnswer = z.object({ success: z.literal(true) });

export const webhookDelivery = z.object({
  id: deliveryId,
  endpointId,
  eventId,
  eventType: webhookEventType,
  deploymentId: deploymentId.nullable(),
  sequence: z.number().int().nullable(),
  status: z.enum(['waiting', 'succeeded', 'retrying', 'parked']),
  attempts: z.number().int(),
  nextAttemptAt: timestamp.nullable(),
  lastAttemptAt: timestamp.nullable(),
  lastStatus: z.number().int().nullable().describe('HTTP status of the last answer'),
  lastError: z.string().nullable(),
  lastResponseExcerpt: z.string().nullable(),
  requestExcerpt: z.string(),
  createdAt: timestamp,
});

export const listDeliveriesRequest = pageRequest.extend({
  endpointId,
  status: webhookDelivery.shape.status.optional(),
});
export const listDeliveriesAnswer = pageOf(webhookDelivery);

/** One delivery by its id, or all of a time range. */
export const redeliverRequest = z.strictObject({
  endpointId,
  deliveryId: deliveryId.optional(),
  createdAfter: z.iso.datetime().optional(),
  createdBefore: z.iso.datetime().optional(),
});
export const redeliverAnswer = z.object({
  success: z.literal(true),
  redelivered: z.number().int(),
});

export const testEndpointAnswer = z.object({ success: z.literal(true), eventId, deliveryId });

export type WebhookEventType = z.infer<typeof webhookEventType>;
export type WebhookEvent = z.infer<typeof webhookEvent>;
export type DeploymentWebhookEvent = z.infer<typeof deploymentWebhookEvent>;
export type AccountLockedWebhookEvent = z.infer<typeof accountLockedWebhookEvent>;
export type ListEventsRequest = z.input<typeof listEventsRequest>;
export type EventPage = z.infer<typeof listEventsAnswer>;
export type WebhookEndpoint = z.infer<typeof webhookEndpoint>;
export type WebhookEndpointWithSecret = z.infer<typeof endpointWithSecretAnswer>;
export type WebhookDelivery = z.infer<typeof webhookDelivery>;
export type CreateEndpointRequest = z.input<typeof createEndpointRequest>;
export type UpdateEndpointRequest = z.input<typeof updateEndpointRequest>;
export type ListDeliveriesRequest = z.input<typeof listDeliveriesRequest>;
export type RedeliverRequest = z.input<typeof redeliverRequest>;
