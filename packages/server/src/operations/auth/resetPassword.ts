import { AppError, doneAnswer, resetPasswordRequest } from '@biatec-tokens/core';
import { auditOf, refuse } from '../../services/auth/authAudit.ts';
import { hashMailToken, newMail } from '../../services/mail/newMail.ts';
import { publicProcedure } from '../../trpc/init.ts';
import { newPassword, withConfirmation } from './newPasswordInput.ts';

const resetPasswordInput = withConfirmation(
  resetPasswordRequest.extend({ newPassword }),
  'newPassword',
);

/** Sets another password with the secret of a mailed link. Every session ends, and a lock too; nobody is signed in by it. */
export const resetPassword = publicProcedure
  .meta({
    summary: 'Set another password with the token of a mailed link; every session ends',
    permission: 'anyone',
    guessable: true,
  })
  .input(resetPasswordInput)
  .output(doneAnswer)
  .mutation(async ({ ctx, input }) => {
    const { clock, passwordHasher, store } = ctx.deps;
    const tokenHash = hashMailToken(input.token);
    const event = { action: 'auth.reset_password' } as const;
    // Asked first, for hashing a password is dear; the store decides again when it uses the token up.
    const principal = await store.findMailToken(tokenHash, 'password-reset', clock.now());
    if (principal === undefined) return refuse(ctx, { ...event, error: tokenInvalid() });

    const done = await store.resetPassword({
      tokenHash,
      passwordHash: await passwordHasher.hash(input.newPassword),
      mail: newMail(ctx, 'password-changed', { user: principal.user, facts: { how: 'reset' } }),
      now: clock.now(),
      audit: auditOf(ctx, { ...event, principal }),
    });
    if (!done) return refuse(ctx, { ...event, principal, error: tokenInvalid() });
    ctx.deps.wake.mails();
    return { success: true };
  });

function tokenInvalid(): AppError {
  return new AppError({
    code: 'INVALID_RESET_TOKEN',
    message: 'Cannot reset the password: the link was used, has expired or is not one of ours',
  });
}
