import { recoveryCodesAnswer, renewRecoveryCodesRequest } from '@biatec-tokens/core';
import { auditOf } from '../../services/auth/authAudit.ts';
import { hashRecoveryCode, newRecoveryCodes } from '../../services/auth/recoveryCodes.ts';
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
    });
    if (!replaced) throw notEnabled();
    return { success: true, recoveryCodes };
  });
