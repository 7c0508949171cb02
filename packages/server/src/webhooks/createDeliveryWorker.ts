import type { Ids } from '../ports/ids.ts';
import type { Store } from '../ports/store/index.ts';
import { createWorkLoop, type WorkLoop } from '../jobs/createWorkLoop.ts';
import { deliver, type DeliverDeps } from './deliver.ts';

export interface DeliveryWorkerDeps extends Omit<DeliverDeps, 'store'> {
  readonly ids: Ids;
  readonly store: Pick<
    Store,
    'claimDueDeliveries' | 'nextDeliveryAt' | 'renewDeliveryLease' | 'settleDelivery'
  >;
}

export interface DeliveryWorkerOptions {
  /** Deliveries under way at once. @default 64 */
  readonly concurrency?: number;
  /** Deliveries under way at once to one endpoint, so that a slow one leaves room for the others. @default 4 */
  readonly perEndpoint?: number;
  /** Time a worker may be silent before others take over, in ms; a living one renews in time. @default 4_000 */
  readonly leaseMs?: number;
  /** Longest sleep between two looks, in ms; other processes may have added work. @default 500 */
  readonly pollMs?: number;
  /** Time that running calls get to end when stopping, in ms. @default 5_000 */
  readonly stopGraceMs?: number;
}

/** Sends what is due, in one process. */
export type DeliveryWorker = WorkLoop;

/** Delivers the outbox: workers lease its rows, at least once each, in order per endpoint and deployment. */
export function createDeliveryWorker(
  deps: DeliveryWorkerDeps,
  {
    concurrency = 64,
    perEndpoint = 4,
    leaseMs = 4_000,
    pollMs = 500,
    stopGraceMs = 5_000,
  }: DeliveryWorkerOptions = {},
): DeliveryWorker {
  const { clock, log, store } = deps;
  const workerId = deps.ids.next('worker');
  return createWorkLoop({
    clock,
    log,
    worker: 'the delivery worker',
    concurrency: () => concurrency,
    claim: ({ limit, now }) =>
      store.claimDueDeliveries({ workerId, now, leaseMs, limit, perEndpoint }),
    renew: ({ delivery, leaseToken }, until) =>
      store.renewDeliveryLease({ deliveryId: delivery.id, leaseToken }, until),
    work: (claimed, { breakingOff }) => deliver(deps, claimed, breakingOff),
    onError(error, { delivery: { id: deliveryId, endpointId } }) {
      log.error({ err: error, deliveryId, endpointId }, 'a delivery could not be made');
    },
    async nextDueAt(lookedAt) {
      const dueAt = await store.nextDeliveryAt(lookedAt);
      // What was due already and not claimed is held back; the end of a call, which wakes, may set it free.
      return dueAt !== null && dueAt > lookedAt ? dueAt : null;
    },
    leaseMs,
    pollMs,
    stopGraceMs,
  });
}
