import { AppError, enrolSecondFactorAnswer, enrolSecondFactorRequest } from '@biatec-tokens/core';
import { auditOf } from '../../services/auth/authAudit.ts';
import { secondFactorSubject } from '../../services/auth/secondFactor.ts';
import { newTotpSecret, otpauthUri, toBase32 } from '../../services/auth/totp.ts';
import { sessionProcedure } from '../../trpc/init.ts';

/**
 * Makes the secret of an authenticator app and shows it, this once.
 *
 * It asks for nothing until a code of it is confirmed, so that nobody locks themselves out with an app that is wrong.
 */
export const enrol = sessionProcedure
  .meta({
    summary: 'Begin with a second factor: the secret for an authenticator app, shown once',
    permission: 'profile.manage',
    dangerous: 'auth.second_factor.enrol',
    lasting: true,
  })
  .input(enrolSecondFactorRequest.optional())
  .output(enrolSecondFactorAnswer)
  .mutation(async ({ ctx }) => {
    const { clock, store, vault } = ctx.deps;
    const { principal } = ctx;
    const { id: userId, email } = principal.user;
    const secret = newTotpSecret();
    try {
      const enrolled = await store.enrolSecondFactor({
        userId,
        sealedSecret: await vault.seal(secondFactorSubject(userId), secret),
        now: clock.now(),
        audit: auditOf(ctx, { action: 'auth.second_factor.enrol', principal }),
      });
      if (!enrolled) throw alreadyEnabled();
      return { success: true, secret: toBase32(secret), otpauthUri: otpauthUri(secret, email) };
    } finally {
      secret.fill(0);
    }
  });

function alreadyEnabled(): AppError {
  return new AppError({
    code: 'SECOND_FACTOR_ALREADY_ENABLED',
    message: 'Cannot enrol a second factor: one is in force',
  });
}
