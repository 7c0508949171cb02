import { errorCodes, type DeploymentError, type DeploymentEvent } from '@biatec-tokens/core';
import type { Attempt } from '../ports/store/index.ts';
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
      error: { ...error, suggestedAction: errorCodes[error.errorCode].remedy },
    },
    ...(visit.attempt === null || outcome === undefined
      ? {}
      : { attempt: { number: visit.attempt.number, outcome } }),
    dueAt: null,
    keepLease: false,
  });
  return 'rest';
}
