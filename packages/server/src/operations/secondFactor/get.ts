import { secondFactorAnswer } from '@biatec-tokens/core';
import { sessionProcedure } from '../../trpc/init.ts';

/** Whether the user has a second factor, and must have one. */
export const get = sessionProcedure
  .meta({ summary: 'See how your second factor stands', permission: 'profile.manage' })
  .output(secondFactorAnswer)
  .query(async ({ ctx }) => {
    const { secondFactor, user } = ctx.principal;
    const found = await ctx.deps.store.findSecondFactor(user.id);
    const enabledAt = found?.confirmedAt ?? null;
    return {
      success: true,
      enabled: enabledAt !== null,
      enabledAt: enabledAt?.toISOString() ?? null,
      recoveryCodesLeft: found?.recoveryCodesLeft ?? 0,
      required: secondFactor.required,
    };
  });
