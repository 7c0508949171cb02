import { AppError, deploymentIdRequest, deploymentStatus } from '@biatec-tokens/core';
import type { Attempt, Deployment } from '../../ports/store/deployments.ts';
import { describeDeployment } from '../../services/describeDeployment.ts';
import { authedProcedure } from '../../trpc/init.ts';
import { changeDeployment } from './change.ts';
import { getOwnDeployment } from './getOwnDeployment.ts';

/** Stops a deployment of which nothing was signed yet. Cancelling a cancelled one changes nothing. */
export const cancel = authedProcedure
  .meta({
    summary: 'Cancel a deployment before anything is signed',
    permission: 'deployments.change',
    idempotent: true,
  })
  .input(deploymentIdRequest)
  .output(deploymentStatus)
  .mutation(async ({ ctx, input }) => {
    const { store } = ctx.deps;
    const deployment = await getOwnDeployment(ctx, input.deploymentId);
    if (deployment.state === 'Cancelled') {
      return describeDeployment(deployment, await store.listHistory(deployment.id));
    }
    const attempts = await store.listAttempts(deployment.id);
    const obstacle = findObstacle(deployment, attempts);
    if (obstacle !== undefined) {
      throw new AppError({
        code: 'DEPLOYMENT_NOT_CANCELLABLE',
        message: `Cannot cancel deployment "${deployment.id}": ${obstacle}, should be Queued with nothing signed`,
        details: { status: deployment.state },
      });
    }
    // An attempt opened since the read needs a lease, and with a living lease this is refused.
    return changeDeployment(ctx, deployment, {
      steps: [{ event: 'cancel' }],
      set: { waiting: null },
      dueAt: null,
    });
  });

/** Whatever was signed for it may have been seen by somebody, so only a deployment without attempts can be cancelled. */
function findObstacle({ state }: Deployment, attempts: readonly Attempt[]): string | undefined {
  if (state !== 'Queued') return `state is "${state}"`;
  if (attempts.some(({ outcome }) => outcome === 'included')) return 'a step of it is on chain';
  return attempts.length > 0 ? 'an attempt was signed' : undefined;
}
