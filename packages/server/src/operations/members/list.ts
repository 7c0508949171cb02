import { listMembersAnswer, listMembersRequest } from '@biatec-tokens/core';
import { sessionProcedure } from '../../trpc/init.ts';
import { describeMember } from './describeMember.ts';

/** Who belongs to the organization, in the order they joined. */
export const list = sessionProcedure
  .meta({ summary: 'List the members', permission: 'members.read' })
  .input(listMembersRequest)
  .output(listMembersAnswer)
  .query(async ({ ctx, input: { cursor, limit } }) => {
    const { items, nextCursor } = await ctx.deps.store.listMembers(ctx.principal.organization.id, {
      limit,
      ...(cursor === undefined ? {} : { cursor }),
    });
    return { success: true as const, items: items.map(describeMember), nextCursor };
  });
