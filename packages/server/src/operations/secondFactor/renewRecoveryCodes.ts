import { recoveryCodesAnswer, renewRecoveryCodesRequest } from '@biatec-tokens/core';
import { auditOf } from '../../services/auth/authAudit.ts';
import { hashRecoveryCode, newRecoveryCodes } from '../../services/auth/recoveryCodes.ts';
import { newMail } from '../../services/mail/newMail.ts';
import { sessionProcedure } from '../../trpc/init.ts';
import { notEnabled } from './notEnabled.ts';

/** Makes ten new recovery codes and shows them, this once; the old ones work no more. */
export const renewRecoveryCodes = sessionProcedure
  .meta({
    summary: 'Replace your recovery codes; the new ones are shown once',
    permission: 'profile.manage',
    dangerous: 'auth.second_factor.recovery_codes',
  })
  .input(renewRecoveryCodesRequest.optional())
  .output(recoveryCodesAnswer)
  .mutation(async ({ ctx }) => {
    const { principal } = ctx;
    const { id: userId } = principal.user;
    const recoveryCodes = newRecoveryCodes();
    const replaced = await ctx.deps.store.replaceRecoveryCodes({
      userId,
      hashes: recoveryCodes.map((code) => hashRecoveryCode(userId, code)),
      audit: auditOf(ctx, { action: 'auth.second_factor.recovery_codes', principal }),
      mail: newMail(ctx, 'recovery-codes-renewed', principal),
    });
    if (!replaced) throw notEnabled();
    ctx.deps.wake.mails();
    return { success: true, recoveryCodes };
  });
