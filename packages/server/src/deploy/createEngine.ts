import { holdLease } from '../internal/holdLease.ts';
import type { Ids } from '../ports/ids.ts';
import { visitDeployment } from './visitDeployment.ts';
import type { EngineDeps } from './visit.ts';

export interface EngineOptions {
  /** Deployments worked on at once. @default 16 */
  readonly concurrency?: number;
  /** Deployments worked on at once while requests wait for a busy process. @default 3 */
  readonly concurrencyWhileAnswering?: number;
  /** Time a worker may be silent before others take over, in ms; a living one renews in time. @default 4_000 */
  readonly leaseMs?: number;
  /** Longest sleep between two looks, in ms; other processes may have accepted work. @default 500 */
  readonly pollMs?: number;
}

/** Time between looks while requests leave no room for work, in ms. */
const answeringPollMs = 20;

/** The deployment engine of one process. */
export interface Engine {
  start(): void;
  /** Looks for due deployments now. */
  wake(): void;
  /** Claims nothing new and resolves when the running turns have ended. */
  stop(): Promise<void>;
}

/**
 * Resumes everything that is not at rest, all the time: this loop is also the reconciler.
 *
 * Workers lease the deployment rows themselves; there is no queue beside them that could disagree.
 */
export function createEngine(
  deps: EngineDeps & {
    readonly ids: Ids;
    /** Whether requests wait for this process, which is busy: people come before chains. @default never */
    readonly isAnswering?: () => boolean;
  },
  {
    concurrency = 16,
    concurrencyWhileAnswering = 3,
    leaseMs = 4_000,
    pollMs = 500,
  }: EngineOptions = {},
): Engine {
  const workerId = deps.ids.next('worker');
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  let wakened = new AbortController();
  let loop: Promise<void> | undefined;

  function wake(): void {
    wakened.abort();
  }

  function countFree(): number {
    const answering = deps.isAnswering?.() === true;
    const limit = answering ? Math.min(concurrencyWhileAnswering, concurrency) : concurrency;
    return Math.max(0, limit - running.size);
  }

  async function claim(): Promise<number> {
    const free = countFree();
    if (free === 0) return 0;
    const claimed = await deps.store.claimDueDeployments({
      workerId,
      now: deps.clock.now(),
      leaseMs,
      limit: free,
    });
    const held = { clock: deps.clock, leaseMs };
    for (const one of claimed) {
      const turn = holdLease(
        { ...held, renew: (until) => deps.store.renewLease(one.lease, until) },
        () => visitDeployment(deps, one, () => stopping.signal.aborted),
      ).finally(() => {
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
        const claimed = await claim();
        if (claimed > 0 && countFree() > 0) continue;
        await deps.clock.sleep(
          await untilNextMs(),
          AbortSignal.any([stopping.signal, wakened.signal]),
        );
      } catch (error) {
        deps.log.error({ err: error }, 'the engine could not look for work');
        await deps.clock.sleep(pollMs, stopping.signal);
      }
    }
  }

  async function untilNextMs(): Promise<number> {
    if (countFree() === 0) return running.size > 0 ? pollMs : answeringPollMs;
    const now = deps.clock.now();
    const dueAt = await deps.store.nextDueAt(now);
    if (dueAt === null) return pollMs;
    return Math.min(pollMs, Math.max(1, dueAt.getTime() - now.getTime()));
  }

  return {
    start() {
      loop ??= run();
    },
    wake,
    async stop() {
      stopping.abort();
      await loop;
      await Promise.allSettled(running);
    },
  };
}
