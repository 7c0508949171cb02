import { doneAnswer, removeMemberRequest } from '@biatec-tokens/core';
import { sessionProcedure } from '../../trpc/init.ts';
import { takeOut } from './takeOut.ts';

/** Takes a member out of the organization; their sessions there and their API keys are void within a second. */
export const remove = sessionProcedure
  .meta({
    summary: 'Remove a member',
    permission: 'members.manage',
    idempotent: true,
    dangerous: 'member.remove',
  })
  .input(removeMemberRequest)
  .output(doneAnswer)
  .mutation(async ({ ctx, input: { userId } }) => {
    await takeOut(ctx, userId, 'member.remove');
    return { success: true as const };
  });
