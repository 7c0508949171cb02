import { deploymentIdRequest, whyAnswer } from '@biatec-tokens/core';
import { explainDeployment } from '../../services/explainDeployment.ts';
import { authedProcedure } from '../../trpc/init.ts';
import { getOwnDeployment } from './getOwnDeployment.ts';

/** What a deployment waits for right now. */
export const why = authedProcedure
  .meta({ summary: 'Explain what a deployment waits for', permission: 'deployments.read' })
  .input(deploymentIdRequest)
  .output(whyAnswer)
  .query(async ({ ctx, input }) => {
    const deployment = await getOwnDeployment(ctx, input.deploymentId);
    return explainDeployment(deployment, await ctx.deps.store.listAttempts(deployment.id));
  });
