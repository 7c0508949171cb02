import type { DeploymentState, NetworkId, ReasonCode, TokenType } from '@biatec-tokens/core';
import type { BlockReference, DeploymentError } from './deployment.ts';
import type { PageRequest } from './page.ts';

/** Type of a change of a deployment: `deployment.completed` and so on. */
export type DeploymentEventType = `deployment.${Lowercase<DeploymentState>}`;

/** Type of an event that webhooks and the event stream carry. */
export type WebhookEventType = DeploymentEventType | 'security.account_locked' | 'webhook.test';

/** What every event has. */
interface EventEnvelope {
  /** `evt_…`, the same for every delivery: process an id once. */
  id: string;
  version: 1;
  /** When it happened. UTC, ISO 8601. */
  timestamp: string;
  organizationId: string;
  correlationId: string | null;
}

/** A change of a deployment, frozen as it was at the change. */
export interface DeploymentWebhookEvent extends EventEnvelope {
  type: DeploymentEventType;
  data: {
    deploymentId: string;
    /** Counts from 1 without a gap per deployment. */
    sequence: number;
    status: DeploymentState;
    reasonCode: ReasonCode;
    message: string;
    network: NetworkId;
    tokenType: TokenType;
    /** Your own id of the request. */
    reference: string | null;
    /** Address of the issuing account. */
    issuer: string;
    transactionId: string | null;
    block: BlockReference | null;
    /** Id of the ASA or application, as a decimal string; null on EVM. */
    assetId: string | null;
    /** Address of the contract; null for an ASA. */
    contractAddress: string | null;
    error: DeploymentError | null;
  };
}

/** Sign-ins of a user failed five times in a row: nobody signs in as that user until the lock ends. */
export interface AccountLockedWebhookEvent extends EventEnvelope {
  type: 'security.account_locked';
  data: {
    userId: string;
    email: string;
    /** UTC, ISO 8601. */
    lockedUntil: string;
    /** Where the last failed try came from. */
    ip: string | null;
    userAgent: string | null;
  };
}

/** What `webhooks.test` sends. */
export interface TestWebhookEvent extends EventEnvelope {
  type: 'webhook.test';
  data: { message: string };
}

/** Body of a webhook, and item of the event stream. Narrow by `type`; newer servers may send types that are not listed. */
export type WebhookEvent = DeploymentWebhookEvent | AccountLockedWebhookEvent | TestWebhookEvent;

/** Which part of the event stream. */
export interface ListEventsRequest {
  /** `nextCursor` of the page before. @default from the start */
  after?: string | undefined;
  /** Events per page, 1 to 500. @default 100 */
  limit?: number | undefined;
}

/** Events in the order they happened. */
export interface EventPage {
  success: true;
  items: WebhookEvent[];
  /** Always given: `after` of the next page, also when that page is still empty. */
  nextCursor: string;
  hasMore: boolean;
}

/** Where events are delivered to. */
export interface WebhookEndpoint {
  /** `whe_…` */
  id: string;
  url: string;
  events: WebhookEventType[];
  description: string | null;
  status: 'enabled' | 'disabled';
  disabledReason: string | null;
  /** UTC, ISO 8601. */
  createdAt: string;
  /** UTC, ISO 8601. */
  updatedAt: string;
}

/** An endpoint as answers give it. */
export interface WebhookEndpointAnswer extends WebhookEndpoint {
  success: true;
}

/** An endpoint with its secret, which is shown only here. */
export interface WebhookEndpointWithSecret extends WebhookEndpointAnswer {
  /** `whsec_…`: store it where the receiver reads it. */
  secret: string;
}

/** What a new endpoint needs. */
export interface CreateEndpointRequest {
  /** https, or http on loopback in development. */
  url: string;
  /** @default all types */
  events?: WebhookEventType[] | undefined;
  /** Up to 500 characters. @default none */
  description?: string | undefined;
}

/** What of an endpoint changes; the rest stays. */
export interface UpdateEndpointRequest {
  url?: string | undefined;
  events?: WebhookEventType[] | undefined;
  description?: string | null | undefined;
  status?: 'enabled' | 'disabled' | undefined;
}

/** How a delivery stands. */
export type DeliveryStatus = 'waiting' | 'succeeded' | 'retrying' | 'parked';

/** One event on its way to one endpoint. */
export interface WebhookDelivery {
  /** `whd_…` */
  id: string;
  endpointId: string;
  eventId: string;
  eventType: WebhookEventType;
  deploymentId: string | null;
  sequence: number | null;
  status: DeliveryStatus;
  attempts: number;
  nextAttemptAt: string | null;
  lastAttemptAt: string | null;
  /** HTTP status of the last answer. */
  lastStatus: number | null;
  lastError: string | null;
  lastResponseExcerpt: string | null;
  requestExcerpt: string;
  /** UTC, ISO 8601. */
  createdAt: string;
}

/** Which deliveries, newest first. */
export interface ListDeliveriesRequest extends PageRequest {
  status?: DeliveryStatus | undefined;
}

/** One delivery by its id, or all of a time range. */
export interface RedeliverRequest {
  deliveryId?: string | undefined;
  /** UTC, ISO 8601. */
  createdAfter?: string | undefined;
  /** UTC, ISO 8601. */
  createdBefore?: string | undefined;
}

/** How many deliveries go out again. */
export interface Redelivered {
  success: true;
  redelivered: number;
}

/** The test event that was queued. */
export interface TestDelivery {
  success: true;
  eventId: string;
  deliveryId: string;
}

/** An answer that only says that it was done. */
export interface Done {
  success: true;
}
