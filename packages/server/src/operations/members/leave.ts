import { doneAnswer } from '@biatec-tokens/core';
import { sessionProcedure } from '../../trpc/init.ts';
import { takeOut } from './takeOut.ts';

/** Takes the signed-in user out of the organization of the session, which ends with it. */
export const leave = sessionProcedure
  .meta({ summary: 'Leave the organization; the session ends', permission: 'organizations.choose' })
  .output(doneAnswer)
  .mutation(async ({ ctx }) => {
    await takeOut(ctx, ctx.principal.user.id, 'member.leave');
    return { success: true as const };
  });
