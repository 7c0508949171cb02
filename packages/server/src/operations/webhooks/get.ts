import { endpointAnswer, endpointIdRequest } from '@biatec-tokens/core';
import { authedProcedure } from '../../trpc/init.ts';
import { describeEndpoint } from './describeEndpoint.ts';
import { getOwnEndpoint } from './getOwnEndpoint.ts';

/** One endpoint. */
export const get = authedProcedure
  .meta({ summary: 'Read a webhook endpoint', permission: 'webhooks.read' })
  .input(endpointIdRequest)
  .output(endpointAnswer)
  .query(async ({ ctx, input }) => ({
    success: true as const,
    ...describeEndpoint(await getOwnEndpoint(ctx, input.endpointId)),
  }));
