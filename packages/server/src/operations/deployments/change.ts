import { AppError } from '@biatec-tokens/core';
import type { Advance, Deployment } from '../../ports/store/deployments.ts';
import { actorOf } from '../../services/auth/actorOf.ts';
import { describeDeployment } from '../../services/describeDeployment.ts';
import type { RequestContext, RequestPrincipal } from '../../trpc/context.ts';

type AuthedContext = RequestContext & { readonly principal: RequestPrincipal };

/**
 * Applies what a person asks for to the deployment as it was read.
 *
 * @throws {AppError} DEPLOYMENT_CONFLICT when something else changed it first
 */
export async function changeDeployment(
  ctx: AuthedContext,
  deployment: Deployment,
  change: Pick<Advance, 'steps' | 'dueAt'> & Pick<Partial<Advance>, 'set'>,
) {
  const { deps, principal } = ctx;
  const advanced = await deps.store.advance({
    deploymentId: deployment.id,
    version: deployment.version,
    lease: null,
    keepLease: false,
    ...change,
    actor: {
      actor: actorOf(principal),
      correlationId: ctx.correlationId,
      ip: ctx.ip,
      userAgent: ctx.userAgent,
    },
    now: deps.clock.now(),
  });
  if (!advanced.ok) {
    throw new AppError({
      code: 'DEPLOYMENT_CONFLICT',
      message: `Cannot change deployment "${deployment.id}": it is being worked on`,
      retryAfterSeconds: 1,
    });
  }
  deps.changes.changed(deployment.id);
  deps.wake.deployments();
  deps.wake.deliveries();
  return describeDeployment(advanced.deployment, await deps.store.listHistory(deployment.id));
}
