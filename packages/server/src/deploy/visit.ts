import type { ChainAdapter, Issue } from '../ports/chainAdapter.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { NetworkAccess } from '../ports/networkAccess.ts';
import type { Probe } from '../ports/probe.ts';
import type { Advance, Attempt, Deployment, Lease, Store } from '../ports/store/index.ts';

/** What the engine uses. */
export interface EngineDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly networks: NetworkAccess;
  readonly probe: Probe;
  /** Random number from 0 to 1, to spread the next looks. */
  readonly random: () => number;
  readonly store: Store;
  /** Told after every recorded change, for live timelines; losing a call costs only time. */
  readonly onAdvanced: (deployment: Deployment) => void;
}

/** One worker's turn at one deployment, under a lease. */
export interface Visit {
  readonly lease: Lease;
  readonly adapter: ChainAdapter;
  readonly issue: Issue;
  deployment: Deployment;
  /** The latest attempt; null before the first. */
  attempt: Attempt | null;
}

/** `again`: look at the new state right away. `rest`: this turn is over. */
export type Turn = 'again' | 'rest';

/** Records a change made under the visit's lease; the visit then shows it. */
export async function record(
  deps: Pick<EngineDeps, 'clock' | 'store' | 'onAdvanced'>,
  visit: Pick<Visit, 'lease' | 'deployment'>,
  change: Partial<Pick<Advance, 'steps' | 'set' | 'attempt' | 'dueAt' | 'keepLease'>>,
): Promise<void> {
  const now = deps.clock.now();
  const result = await deps.store.advance({
    deploymentId: visit.deployment.id,
    version: visit.deployment.version,
    lease: visit.lease,
    steps: change.steps ?? [],
    ...(change.set === undefined ? {} : { set: change.set }),
    ...(change.attempt === undefined ? {} : { attempt: change.attempt }),
    dueAt: change.dueAt === undefined ? now : change.dueAt,
    keepLease: change.keepLease ?? true,
    actor: {
      actor: 'system',
      correlationId: visit.deployment.correlationId,
      ip: null,
      userAgent: null,
    },
    now,
  });
  if (!result.ok) throw new LeaseLost(visit.deployment.id);
  visit.deployment = result.deployment;
  if ((change.steps ?? []).length > 0) deps.onAdvanced(result.deployment);
}

/** Another worker has the deployment now; whatever this one was about to write is void. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';

  constructor(deploymentId: string) {
    super(`Cannot go on with deployment "${deploymentId}": its lease is lost`);
  }
}
