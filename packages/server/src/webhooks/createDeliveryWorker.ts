import type { Ids } from '../ports/ids.ts';
import type { Store } from '../ports/store/index.ts';
import { holdLease } from '../internal/holdLease.ts';
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
export interface DeliveryWorker {
  start(): void;
  /** Looks for due deliveries now. */
  wake(): void;
  /** Claims nothing new and resolves when the running calls have ended, or were broken off to be made again later. */
  stop(): Promise<void>;
}

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
  const workerId = deps.ids.next('worker');
  const stopping = new AbortController();
  const breakingOff = new AbortController();
  const running = new Set<Promise<void>>();
  let wakened = new AbortController();
  let loop: Promise<void> | undefined;

  function wake(): void {
    wakened.abort();
  }

  async function claim(now: Date): Promise<number> {
    const free = concurrency - running.size;
    if (free === 0) return 0;
    const claimed = await deps.store.claimDueDeliveries({
      workerId,
      now,
      leaseMs,
      limit: free,
      perEndpoint,
    });
    for (const one of claimed) {
      const held = { deliveryId: one.delivery.id, leaseToken: one.leaseToken };
      const turn = holdLease(
        {
          clock: deps.clock,
          leaseMs,
          renew: (until) => deps.store.renewDeliveryLease(held, until),
        },
        () => deliver(deps, one, breakingOff.signal),
      )
        // Our own fault, not the endpoint's: nothing is settled, and the lease running out brings the delivery back.
        .catch((error: unknown) => {
          const { id: deliveryId, endpointId } = one.delivery;
          deps.log.error({ err: error, deliveryId, endpointId }, 'a delivery could not be made');
        })
        .finally(() => {
          running.delete(turn);
          wake();
        });
      running.add(turn);
    }
    return claimed.length;
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      wakened = new AbortController();
      try {
        const now = deps.clock.now();
        const claimed = await claim(now);
        if (claimed > 0 && running.size < concurrency) continue;
        await deps.clock.sleep(
          await untilNextMs(now),
          AbortSignal.any([stopping.signal, wakened.signal]),
        );
      } catch (error) {
        deps.log.error({ err: error }, 'the delivery worker could not look for work');
        await deps.clock.sleep(pollMs, stopping.signal);
      }
    }
  }

  async function untilNextMs(claimedAt: Date): Promise<number> {
    if (running.size >= concurrency) return pollMs;
    const dueMs = (await deps.store.nextDeliveryAt(claimedAt))?.getTime();
    // What was due already and not claimed is held back; the end of a call, which wakes, may set it free.
    if (dueMs === undefined || dueMs <= claimedAt.getTime()) return pollMs;
    return Math.min(pollMs, Math.max(1, dueMs - deps.clock.now().getTime()));
  }

  return {
    start() {
      loop ??= run();
    },
    wake,
    async stop() {
      stopping.abort();
      await loop;
      const ended = Promise.allSettled(running);
      const grace = new AbortController();
      void ended.then(() => grace.abort());
      await deps.clock.sleep(stopGraceMs, grace.signal);
      breakingOff.abort();
      await ended;
    },
  };
}
