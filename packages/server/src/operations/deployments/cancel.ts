import { AppError, deploymentIdRequest, deploymentStatus } from '@biatec-tokens/core';
import { describeDeployment } from '../../services/describeDeployment.ts';
import { authedProcedure } from '../../trpc/init.ts';
import { changeDeployment } from './change.ts';
import { getOwnDeployment } from './getOwnDeployment.ts';

/** Stops a deployment of which nothing was signed yet. Cancelling a cancelled one changes nothing. */
export const cancel = authedProcedure
  .meta({ summary: 'Cancel a deployment before anything is signed', idempotent: true })
  .input(deploymentIdRequest)
  .output(deploymentStatus)
  .mutation(async ({ ctx, input }) => {
    const { store } = ctx.deps;
    const deployment = await getOwnDeployment(ctx, input.deploymentId);
    if (deployment.state === 'Cancelled') {
      return describeDeployment(deployment, await store.listHistory(deployment.id));
    }
    const attempts = await store.listAttempts(deployment.id);
    // An attempt of an earlier run that is proven to be nowhere does not stand in the way.
    const mayBeOnItsWay = attempts.some(({ outcome }) => outcome === 'open');
    if (deployment.state !== 'Queued' || mayBeOnItsWay) {
      throw new AppError({
        code: 'DEPLOYMENT_NOT_CANCELLABLE',
        message: `Cannot cancel deployment "${deployment.id}": ${
          mayBeOnItsWay ? 'an attempt was opened' : `state is "${deployment.state}"`
        }, should be Queued with no open attempt`,
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
