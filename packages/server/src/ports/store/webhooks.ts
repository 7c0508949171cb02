import type { WebhookEvent, WebhookEventType } from '@biatec-tokens/core';
import type { AuditEntry } from './audit.ts';

export interface Endpoint {
  readonly id: string;
  readonly organizationId: string;
  readonly url: string;
  readonly events: readonly WebhookEventType[];
  readonly description: string | null;
  readonly status: 'enabled' | 'disabled';
  readonly disabledReason: string | null;
  /** Sealed `whsec_…` secrets that sign now: the newest first; an older one only until it retires. */
  readonly secrets: readonly { readonly sealed: Uint8Array; readonly retiresAt: Date | null }[];
  /** First failure since the last success. */
  readonly failingSince: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface Delivery {
  readonly id: string;
  readonly endpointId: string;
  readonly organizationId: string;
  readonly eventId: string;
  readonly eventType: WebhookEventType;
  readonly deploymentId: string | null;
  readonly sequence: number | null;
  readonly status: 'waiting' | 'succeeded' | 'retrying' | 'parked';
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly lastAttemptAt: Date | null;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly lastResponseExcerpt: string | null;
  readonly createdAt: Date;
}

export interface ClaimedDelivery {
  readonly delivery: Delivery;
  readonly endpoint: Endpoint;
  /** The exact body, frozen at the event. */
  readonly payload: string;
  readonly leaseToken: string;
}

export type DeliveryOutcome =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'retry'; readonly at: Date }
  | { readonly kind: 'parked' };

export interface WebhookStore {
  createEndpoint(
    endpoint: Endpoint,
    audit: AuditEntry,
    limit: number,
  ): Promise<{ ok: true } | { ok: false; reason: 'LIMIT' }>;
  findEndpoint(organizationId: string, id: string): Promise<Endpoint | undefined>;
  /** Newest first. @throws {AppError} INVALID_CURSOR */
  listEndpoints(
    organizationId: string,
    page: { readonly cursor?: string; readonly limit: number },
  ): Promise<{ items: Endpoint[]; nextCursor: string | null }>;
  /**
   * Replaces what is given. Enabling also clears the reason and the time of failure.
   * @returns undefined when absent.
   */
  updateEndpoint(
    organizationId: string,
    id: string,
    change: Partial<
      Pick<Endpoint, 'url' | 'events' | 'description' | 'status' | 'disabledReason' | 'secrets'>
    >,
    now: Date,
    audit: AuditEntry,
  ): Promise<Endpoint | undefined>;
  /** Removes it with its deliveries; its events stay. @returns false when absent. */
  deleteEndpoint(organizationId: string, id: string, audit: AuditEntry): Promise<boolean>;

  /** Stores an event that is delivered to one endpoint only (a test message); it is part of the event stream. */
  addEndpointEvent(
    endpoint: Endpoint,
    event: WebhookEvent,
    deliveryId: string,
    now: Date,
  ): Promise<Delivery>;
  /**
   * Leases due deliveries: of every endpoint and deployment only the earliest that has not succeeded, so that order
   * holds; at most `perEndpoint` of one endpoint; none of disabled endpoints, whose deliveries wait until they are enabled. A parked delivery holds back the later
   * ones of its deployment until it is redelivered.
   */
  claimDueDeliveries(claim: {
    readonly workerId: string;
    readonly now: Date;
    readonly leaseMs: number;
    readonly limit: number;
    readonly perEndpoint: number;
  }): Promise<ClaimedDelivery[]>;
  /** @returns false when the lease is lost: somebody else sends the delivery now. */
  renewDeliveryLease(
    held: { readonly deliveryId: string; readonly leaseToken: string },
    until: Date,
  ): Promise<boolean>;
  /** Keeps the outcome of an attempt; of a lost lease nothing is kept. */
  settleDelivery(settlement: {
    readonly deliveryId: string;
    readonly leaseToken: string;
    readonly outcome: DeliveryOutcome;
    readonly status: number | null;
    readonly error: string | null;
    readonly responseExcerpt: string | null;
    /** Disables the endpoint, in the same transaction, and tells the owner by mail; the reason. */
    readonly disableEndpoint?: string;
    readonly now: Date;
  }): Promise<void>;
  /** Earliest time anything is due, also where an endpoint has all it may have in flight. */
  nextDeliveryAt(now: Date): Promise<Date | null>;
  /** Newest first. @throws {AppError} INVALID_CURSOR */
  listDeliveries(
    organizationId: string,
    endpointId: string,
    filter: { readonly status?: Delivery['status'] },
    page: { readonly cursor?: string; readonly limit: number },
  ): Promise<{ items: (Delivery & { readonly payload: string })[]; nextCursor: string | null }>;
  /**
   * Makes deliveries due again, whatever their status: one, or those created in a range (start inclusive, end exclusive).
   * They count their attempts from 0 again and keep their order.
   * @returns how many.
   */
  redeliver(
    organizationId: string,
    endpointId: string,
    which: {
      readonly deliveryId?: string;
      readonly createdAfter?: Date;
      readonly createdBefore?: Date;
    },
    now: Date,
    audit: AuditEntry,
  ): Promise<number>;
  /** Events of the organization in the order they happened, after the cursor. @throws {AppError} INVALID_CURSOR */
  listEvents(
    organizationId: string,
    after: string | undefined,
    limit: number,
  ): Promise<{ items: WebhookEvent[]; nextCursor: string; hasMore: boolean }>;
  countDeliveries(): Promise<{ status: Delivery['status']; count: number }[]>;
}
