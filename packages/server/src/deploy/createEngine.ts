import { createWorkLoop, type WorkLoop } from '../jobs/createWorkLoop.ts';
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

/** The deployment engine of one process. */
export type Engine = WorkLoop;

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
  const { clock, log, store } = deps;
  const workerId = deps.ids.next('worker');
  return createWorkLoop({
    clock,
    log,
    worker: 'the engine',
    concurrency: () =>
      deps.isAnswering?.() === true
        ? Math.min(concurrencyWhileAnswering, concurrency)
        : concurrency,
    claim: ({ limit, now }) => store.claimDueDeployments({ workerId, now, leaseMs, limit }),
    renew: ({ lease }, until) => store.renewLease(lease, until),
    work: (claimed, { stopping }) => visitDeployment(deps, claimed, () => stopping.aborted),
    onError(error, { deployment }) {
      log.error({ err: error, deploymentId: deployment.id }, 'a visit ended with an error');
    },
    nextDueAt: () => store.nextDueAt(clock.now()),
    leaseMs,
    pollMs,
  });
}
