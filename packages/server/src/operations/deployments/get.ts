import { deploymentIdRequest, deploymentStatus } from '@biatec-tokens/core';
import type { ReadStatus } from '../../services/statusReader.ts';
import type { RequestContext, RequestPrincipal } from '../../trpc/context.ts';
import { authedProcedure } from '../../trpc/init.ts';
import { deploymentNotFound } from './getOwnDeployment.ts';

/** The whole truth about one deployment. */
export const get = authedProcedure
  .meta({ summary: 'Read the status of a deployment', permission: 'deployments.read' })
  .input(deploymentIdRequest)
  .output(deploymentStatus)
  .query(async ({ ctx, input }) => {
    const { status } = await readStatus(ctx, ctx.principal, input.deploymentId);
    return status;
  });

/** @throws {AppError} DEPLOYMENT_NOT_FOUND, also for deployments of other organizations */
export async function readStatus(
  { deps }: Pick<RequestContext, 'deps'>,
  { organization }: RequestPrincipal,
  deploymentId: string,
): Promise<ReadStatus> {
  const found = await deps.statuses.find(organization.id, deploymentId);
  if (found === undefined) throw deploymentNotFound(deploymentId);
  return found;
}
