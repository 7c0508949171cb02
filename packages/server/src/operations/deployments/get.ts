import { deploymentIdRequest, deploymentStatus } from '@biatec-tokens/core';
import { describeDeployment } from '../../services/describeDeployment.ts';
import { authedProcedure } from '../../trpc/init.ts';
import { getOwnDeployment } from './getOwnDeployment.ts';

/** The whole truth about one deployment. */
export const get = authedProcedure
  .meta({ summary: 'Read the status of a deployment' })
  .input(deploymentIdRequest)
  .output(deploymentStatus)
  .query(async ({ ctx, input }) => {
    const deployment = await getOwnDeployment(ctx, input.deploymentId);
    return describeDeployment(deployment, await ctx.deps.store.listHistory(deployment.id));
  });
