import { AppError, deploymentIdRequest, deploymentStatus } from '@biatec-tokens/core';
import { describeDeployment } from '../../services/describeDeployment.ts';
import { authedProcedure } from '../../trpc/init.ts';
import { changeDeployment } from './change.ts';
import { getOwnDeployment } from './getOwnDeployment.ts';

/** Queues a failed deployment again, when nothing of it can be on chain but steps that it goes on from. Retrying one that is queued again changes nothing. */
export const retry = authedProcedure
  .meta({
    summary: 'Retry a failed deployment',
    permission: 'deployments.change',
    idempotent: true,
  })
  .input(deploymentIdRequest)
  .output(deploymentStatus)
  .mutation(async ({ ctx, input }) => {
    const deployment = await getOwnDeployment(ctx, input.deploymentId);
    if (deployment.state === 'Queued' && deployment.sequence > 1) {
      const history = await ctx.deps.store.listHistory(deployment.id);
      return describeDeployment(deployment, history);
    }
    if (deployment.state !== 'Failed' || deployment.error?.retryable !== true) {
      throw new AppError({
        code: 'DEPLOYMENT_NOT_RETRYABLE',
        message:
          deployment.state === 'Failed'
            ? `Cannot retry deployment "${deployment.id}": a token of it can be on chain`
            : `Cannot retry deployment "${deployment.id}": state is "${deployment.state}", should be "Failed"`,
        details: { status: deployment.state },
      });
    }
    return changeDeployment(ctx, deployment, {
      ...(deployment.assetId === null
        ? {
            steps: [{ event: 'retry' }],
            set: { error: null, waiting: null, transactionId: null, block: null },
          }
        : {
            // Its first step is on chain for good: what it made stays, and only what is missing is sent.
            steps: [{ event: 'retry', message: messageOfRest(deployment.assetId) }],
            set: { error: null, waiting: null },
          }),
      dueAt: ctx.deps.clock.now(),
    });
  });

function messageOfRest(applicationId: bigint): string {
  return `Queued again; application ${applicationId} stays, and only the steps that are missing are sent`;
}
