import { deploymentIdRequest } from '@biatec-tokens/core';
import { readStatus } from '../../operations/deployments/get.ts';
import type { RequestContext } from '../../trpc/context.ts';

/**
 * `deployments.get` without the way through tRPC, which costs more than the reading.
 *
 * Every client asks this again and again. Same schema, same function, same errors; the answer is JSON already.
 */
export async function answerStatus(ctx: RequestContext, input: unknown): Promise<string> {
  const principal = await ctx.authenticate();
  const { deploymentId } = deploymentIdRequest.parse(input);
  const { json } = await readStatus(ctx, principal, deploymentId);
  return json;
}
