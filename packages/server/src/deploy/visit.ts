import type { ChainAdapter } from '../ports/chainAdapter.ts';
import type { Clock } from '../ports/clock.ts';
import type { Pins } from '../ports/ipfs.ts';
import type { Log } from '../ports/log.ts';
import type { NetworkAccess } from '../ports/networkAccess.ts';
import type { Probe, ProbePoint } from '../ports/probe.ts';
import type {
  Advance,
  AdvanceStep,
  Attempt,
  Deployment,
  Lease,
  Store,
} from '../ports/store/index.ts';
import { stepNumberOf, type IssueAtStep } from './steps.ts';
import { stepSentence } from './stepSentence.ts';

/** What the engine uses. */
export interface EngineDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly networks: NetworkAccess;
  readonly pins: Pins;
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
  /** With the step it is at. */
  issue: IssueAtStep;
  /** Names of all its steps, in order. */
  readonly steps: readonly string[];
  deployment: Deployment;
  /** The latest attempt; null before the first. */
  attempt: Attempt | null;
}

/** `again`: look at the new state right away. `rest`: this turn is over. */
export type Turn = 'again' | 'rest';

/** Names a moment of the step the visit is at. */
export function probeStep(deps: Pick<EngineDeps, 'probe'>, visit: Visit, point: ProbePoint): void {
  deps.probe(point, visit.deployment.id, stepNumberOf(visit));
}

/** What a change is recorded on; a turn that ended early does not know its steps. */
export type Recorded = Pick<Visit, 'lease' | 'deployment'> &
  Partial<Pick<Visit, 'issue' | 'steps'>>;

/** Records a change made under the visit's lease; the visit then shows it. */
export async function record(
  deps: Pick<EngineDeps, 'clock' | 'store' | 'onAdvanced'>,
  visit: Recorded,
  change: Partial<Pick<Advance, 'steps' | 'set' | 'attempt' | 'dueAt' | 'keepLease'>>,
): Promise<void> {
  const now = deps.clock.now();
  const result = await deps.store.advance({
    deploymentId: visit.deployment.id,
    version: visit.deployment.version,
    lease: visit.lease,
    steps: (change.steps ?? []).map((step) => withSentence(visit, step)),
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

function withSentence({ issue, steps }: Recorded, step: AdvanceStep): AdvanceStep {
  if (step.message !== undefined || issue === undefined || steps === undefined) return step;
  const message = stepSentence({ issue, steps }, step.event);
  return message === undefined ? step : { ...step, message };
}

/** Another worker has the deployment now; whatever this one was about to write is void. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';

  constructor(deploymentId: string) {
    super(`Cannot go on with deployment "${deploymentId}": its lease is lost`);
  }
}
