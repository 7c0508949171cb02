import { errorCodes, type DeploymentError, type DeploymentEvent } from '@biatec-tokens/core';
import type { Attempt } from '../ports/store/index.ts';
import { stepLabelOf } from './steps.ts';
import { record, type EngineDeps, type Turn, type Visit } from './visit.ts';

type FailingEvent = Extract<
  DeploymentEvent,
  'refuse' | 'failSubmission' | 'expire' | 'revert' | 'mismatch'
>;

/** Ends a deployment as Failed, on proof only. */
export async function fail(
  deps: EngineDeps,
  visit: Visit,
  event: FailingEvent,
  error: Omit<DeploymentError, 'suggestedAction'>,
  outcome?: Attempt['outcome'],
): Promise<Turn> {
  await record(deps, visit, {
    // An attempt can expire before anything of it was told: such a deployment is still Queued.
    steps: [
      {
        event: visit.deployment.state === 'Queued' && event === 'expire' ? 'failSubmission' : event,
      },
    ],
    set: {
      waiting: null,
      error: {
        ...error,
        errorMessage: error.errorMessage + whereOf(visit, event),
        suggestedAction: errorCodes[error.errorCode].remedy,
      },
    },
    ...(visit.attempt === null || outcome === undefined
      ? {}
      : { attempt: { number: visit.attempt.number, outcome } }),
    dueAt: null,
    keepLease: false,
  });
  return 'rest';
}

/** Which step failed, and what the earlier ones left on chain. */
function whereOf(visit: Visit, event: FailingEvent): string {
  const label = stepLabelOf(visit);
  if (label === undefined || event === 'mismatch') return '';
  const { assetId } = visit.deployment;
  return assetId === null ? `; at ${label}` : `; at ${label}, application ${assetId} stays`;
}
