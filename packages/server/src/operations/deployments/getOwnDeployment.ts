import { AppError } from '@biatec-tokens/core';
import type { Deployment } from '../../ports/store/deployments.ts';
import type { RequestContext, RequestPrincipal } from '../../trpc/context.ts';

/** @throws {AppError} DEPLOYMENT_NOT_FOUND, also for deployments of other organizations */
export async function getOwnDeployment(
  ctx: RequestContext & { readonly principal: RequestPrincipal },
  id: string,
): Promise<Deployment> {
  const found = await ctx.deps.store.findDeployment(ctx.principal.organization.id, id);
  if (found === undefined) throw deploymentNotFound(id);
  return found;
}

export function deploymentNotFound(id: string): AppError {
  return new AppError({
    code: 'DEPLOYMENT_NOT_FOUND',
    message: `Cannot find deployment "${id}": your organization has none with this id`,
  });
}
