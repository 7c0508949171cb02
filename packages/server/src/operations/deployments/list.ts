import {
  AppError,
  listDeploymentsAnswer,
  listDeploymentsRequest,
  resolveNetwork,
} from '@biatec-tokens/core';
import { describeDeploymentSummary } from '../../services/describeDeployment.ts';
import { authedProcedure } from '../../trpc/init.ts';

/** The organization's deployments, newest first. */
export const list = authedProcedure
  .meta({ summary: 'List deployments, newest first', permission: 'deployments.read' })
  .input(listDeploymentsRequest)
  .output(listDeploymentsAnswer)
  .query(async ({ ctx, input }) => {
    const { items, nextCursor } = await ctx.deps.store.listDeployments(
      ctx.principal.organization.id,
      {
        ...(input.status === undefined ? {} : { state: input.status }),
        ...(input.network === undefined ? {} : { networkId: getNetworkId(input.network) }),
        ...(input.tokenType === undefined ? {} : { tokenType: input.tokenType }),
        ...(input.reference === undefined ? {} : { reference: input.reference }),
        ...(input.createdAfter === undefined ? {} : { createdAfter: new Date(input.createdAfter) }),
        ...(input.createdBefore === undefined
          ? {}
          : { createdBefore: new Date(input.createdBefore) }),
      },
      { limit: input.limit, ...(input.cursor === undefined ? {} : { cursor: input.cursor }) },
    );
    return { success: true as const, items: items.map(describeDeploymentSummary), nextCursor };
  });

function getNetworkId(text: string) {
  const id = resolveNetwork(text);
  if (id === undefined) {
    throw new AppError({
      code: 'TOKEN_INVALID_NETWORK',
      message: 'Cannot filter by network: no network has this name',
    });
  }
  return id;
}
