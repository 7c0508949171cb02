import type { ClaimedDeployment } from '../ports/store/index.ts';
import { followAttempt } from './followAttempt.ts';
import { complete, resumeConfirmed } from './settle.ts';
import { progressOf } from './steps.ts';
import { LeaseLost, record, type EngineDeps, type Turn, type Visit } from './visit.ts';
import { waitFor, waitOutError } from './wait.ts';

/** Steps in one turn after which the worker looks at other deployments first. */
const stepsMax = 20;

/**
 * Takes one deployment as far as it goes now, from the database and the chain alone.
 *
 * Every step reads the state it finds, so it does not matter where an earlier process died.
 */
export async function visitDeployment(
  deps: EngineDeps,
  { deployment, lease, attempt }: ClaimedDeployment,
  isStopping: () => boolean,
): Promise<void> {
  deps.probe('claimed', deployment.id);
  const claimed = { deployment, lease };
  try {
    const adapter = deps.networks.find(deployment.networkId);
    if (adapter === undefined) {
      await waitFor(
        deps,
        claimed,
        {
          kind: 'network-disabled',
          message: `this server has no endpoint for ${deployment.networkId}, or it is switched off`,
        },
        'outage',
      );
      return;
    }
    const issue = {
      deploymentId: deployment.id,
      tokenType: deployment.tokenType,
      parameters: deployment.parameters,
      // Frozen with the deployment, whichever account issues what is new by now.
      issuer: await deps.store.getAccount(deployment.organizationId, deployment.issuerAccountId),
      sponsor: (await deps.store.findSponsor(deployment.networkId)) ?? null,
    };
    const progress = progressOf(adapter, issue, { deployment, attempt });
    const visit: Visit = { lease, adapter, deployment, attempt, ...progress };
    for (let step = 0; step < stepsMax; step += 1) {
      const turn = await takeStep(deps, visit);
      if (turn === 'rest') return;
      if (isStopping()) break;
    }
    await record(deps, visit, { dueAt: deps.clock.now(), keepLease: false });
  } catch (error) {
    if (error instanceof LeaseLost) return;
    await waitAfter(deps, claimed, error);
  }
}

async function takeStep(deps: EngineDeps, visit: Visit): Promise<Turn> {
  try {
    return await stepOf(deps, visit);
  } catch (error) {
    if (error instanceof LeaseLost) throw error;
    return await waitOutError(deps, visit, error);
  }
}

function stepOf(deps: EngineDeps, visit: Visit): Promise<Turn> {
  switch (visit.deployment.state) {
    case 'Queued':
    case 'Submitted':
    case 'Pending':
      return followAttempt(deps, visit);
    case 'Confirmed':
      return resumeConfirmed(deps, visit);
    case 'Indexed':
      return complete(deps, visit);
    default:
      return record(deps, visit, { dueAt: null, keepLease: false }).then(() => 'rest' as const);
  }
}

/** The database may be what failed: then the lease runs out by itself and the next turn finds everything as it was. */
async function waitAfter(
  deps: EngineDeps,
  claimed: Pick<Visit, 'lease' | 'deployment'>,
  error: unknown,
): Promise<void> {
  try {
    await waitOutError(deps, claimed, error);
  } catch (second) {
    if (second instanceof LeaseLost) return;
    deps.log.error(
      { err: second, deploymentId: claimed.deployment.id },
      'a turn ended without a record; its lease will run out',
    );
  }
}
