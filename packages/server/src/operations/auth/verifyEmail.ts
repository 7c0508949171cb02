import { AppError, doneAnswer, verifyEmailRequest } from '@biatec-tokens/core';
import { auditOf, refuse } from '../../services/auth/authAudit.ts';
import { hashMailToken } from '../../services/mail/newMail.ts';
import { publicProcedure } from '../../trpc/init.ts';

/** Proves with the secret of a mailed link that the user reads mail to the address. Needs no session: any device may open the link. */
export const verifyEmail = publicProcedure
  .meta({
    summary: 'Confirm the email address with the token of a mailed link',
    permission: 'anyone',
    guessable: true,
  })
  .input(verifyEmailRequest)
  .output(doneAnswer)
  .mutation(async ({ ctx, input }) => {
    const { clock, store } = ctx.deps;
    const now = clock.now();
    const tokenHash = hashMailToken(input.token);
    const event = { action: 'auth.verify_email' } as const;
    const principal = await store.findMailToken(tokenHash, 'email-verification', now);
    if (principal === undefined) return refuse(ctx, { ...event, error: tokenInvalid() });
    const audit = auditOf(ctx, { ...event, principal });
    const done = await store.verifyEmail({ tokenHash, now, audit });
    if (!done) return refuse(ctx, { ...event, principal, error: tokenInvalid() });
    return { success: true };
  });

function tokenInvalid(): AppError {
  return new AppError({
    code: 'INVALID_VERIFICATION_TOKEN',
    message: 'Cannot confirm the email: the link was used, has expired or is not one of ours',
  });
}
