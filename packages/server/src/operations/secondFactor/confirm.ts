import { AppError, confirmSecondFactorRequest, recoveryCodesAnswer } from '@biatec-tokens/core';
import { auditOf, refuse } from '../../services/auth/authAudit.ts';
import { hashRecoveryCode, newRecoveryCodes } from '../../services/auth/recoveryCodes.ts';
import { findStepOf } from '../../services/auth/secondFactor.ts';
import { newMail } from '../../services/mail/newMail.ts';
import { sessionProcedure } from '../../trpc/init.ts';

/** Puts the enrolled secret in force, once a code shows that the app has it; shows the recovery codes, this once. */
export const confirm = sessionProcedure
  .meta({
    summary: 'Put the second factor in force with a code of the app; shows the recovery codes once',
    permission: 'profile.manage',
    guessable: true,
  })
  .input(confirmSecondFactorRequest)
  .output(recoveryCodesAnswer)
  .mutation(async ({ ctx, input: { totp } }) => {
    const { clock, store } = ctx.deps;
    const { principal } = ctx;
    const { id: userId } = principal.user;
    const event = { action: 'auth.second_factor.confirm', principal } as const;
    const factor = await store.findSecondFactor(userId);
    if (factor === undefined || factor.confirmedAt !== null) throw nothingToConfirm();
    const { sealedSecret } = factor;
    const step = await findStepOf(ctx, { userId, sealedSecret, totp });
    if (step === undefined) return refuse(ctx, { ...event, error: wrongCode() });

    const recoveryCodes = newRecoveryCodes();
    const confirmed = await store.confirmSecondFactor({
      userId,
      sealedSecret,
      step,
      recoveryHashes: recoveryCodes.map((code) => hashRecoveryCode(userId, code)),
      now: clock.now(),
      audit: auditOf(ctx, event),
      mail: newMail(ctx, 'second-factor-on', principal),
    });
    // Another request confirmed it, or enrolled anew, in between.
    if (!confirmed) throw nothingToConfirm();
    ctx.deps.wake.mails();
    return { success: true, recoveryCodes };
  });

function nothingToConfirm(): AppError {
  return new AppError({
    code: 'SECOND_FACTOR_NOT_ENABLED',
    message: 'Cannot confirm the second factor: none is waiting for it',
    guidance: 'Enrol one with POST /api/v1/auth/second-factor/enrol.',
  });
}

function wrongCode(): AppError {
  return new AppError({
    code: 'CODE_CONFIRMATION_FAILED',
    message: 'Cannot confirm the second factor: the code is wrong',
    guidance: 'Send the code that the app shows now, and check the clock of its device.',
  });
}
