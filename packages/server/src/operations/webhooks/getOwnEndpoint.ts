import { AppError } from '@biatec-tokens/core';
import type { Endpoint } from '../../ports/store/webhooks.ts';
import type { RequestContext, RequestPrincipal } from '../../trpc/context.ts';

/** A request of a signed-in user. */
export type AuthedContext = RequestContext & { readonly principal: RequestPrincipal };

/** @throws {AppError} WEBHOOK_ENDPOINT_NOT_FOUND, also for endpoints of other organizations */
export async function getOwnEndpoint(ctx: AuthedContext, id: string): Promise<Endpoint> {
  const found = await ctx.deps.store.findEndpoint(ctx.principal.organization.id, id);
  if (found === undefined) throw endpointNotFound(id);
  return found;
}

export function endpointNotFound(id: string): AppError {
  return new AppError({
    code: 'WEBHOOK_ENDPOINT_NOT_FOUND',
    message: `Cannot find webhook endpoint "${id}": your organization has none with this id`,
  });
}
