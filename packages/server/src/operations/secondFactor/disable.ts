import { disableSecondFactorAnswer, disableSecondFactorRequest } from '@biatec-tokens/core';
import { auditOf } from '../../services/auth/authAudit.ts';
import { newMail } from '../../services/mail/newMail.ts';
import { sessionProcedure } from '../../trpc/init.ts';
import { notEnabled } from './notEnabled.ts';

/** Takes the second factor and its recovery codes away. Where the organization requires one, only enrolling is left. */
export const disable = sessionProcedure
  .meta({
    summary: 'Take your second factor away',
    permission: 'profile.manage',
    dangerous: 'auth.second_factor.disable',
  })
  .input(disableSecondFactorRequest.optional())
  .output(disableSecondFactorAnswer)
  .mutation(async ({ ctx }) => {
    const { principal } = ctx;
    const disabled = await ctx.deps.store.disableSecondFactor({
      userId: principal.user.id,
      audit: auditOf(ctx, { action: 'auth.second_factor.disable', principal }),
      mail: newMail(ctx, 'second-factor-off', principal),
    });
    if (!disabled) throw notEnabled();
    ctx.deps.wake.mails();
    return { success: true };
  });
