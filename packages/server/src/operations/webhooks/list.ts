import { listEndpointsAnswer, listEndpointsRequest } from '@biatec-tokens/core';
import { authedProcedure } from '../../trpc/init.ts';
import { describeEndpoint } from './describeEndpoint.ts';

/** The organization's endpoints, newest first. */
export const list = authedProcedure
  .meta({ summary: 'List the webhook endpoints, newest first', permission: 'webhooks.read' })
  .input(listEndpointsRequest)
  .output(listEndpointsAnswer)
  .query(async ({ ctx, input: { cursor, limit } }) => {
    const { items, nextCursor } = await ctx.deps.store.listEndpoints(
      ctx.principal.organization.id,
      { limit, ...(cursor === undefined ? {} : { cursor }) },
    );
    return { success: true as const, items: items.map(describeEndpoint), nextCursor };
  });
