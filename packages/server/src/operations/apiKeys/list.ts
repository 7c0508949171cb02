import { listApiKeysAnswer, listApiKeysRequest } from '@biatec-tokens/core';
import { sessionProcedure } from '../../trpc/init.ts';
import { describeApiKey } from './describeApiKey.ts';

/** The organization's keys, newest first, with those that are revoked or expired. */
export const list = sessionProcedure
  .meta({ summary: 'List the API keys, newest first', permission: 'keys.manage' })
  .input(listApiKeysRequest)
  .output(listApiKeysAnswer)
  .query(async ({ ctx, input: { cursor, limit } }) => {
    const { items, nextCursor } = await ctx.deps.store.listApiKeys(ctx.principal.organization.id, {
      limit,
      ...(cursor === undefined ? {} : { cursor }),
    });
    return { success: true as const, items: items.map(describeApiKey), nextCursor };
  });
