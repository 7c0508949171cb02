import { doneAnswer, forgotPasswordRequest } from '@biatec-tokens/core';
import { auditOf } from '../../services/auth/authAudit.ts';
import { liveLinksMax, newLinkMail } from '../../services/mail/newMail.ts';
import { publicProcedure } from '../../trpc/init.ts';

/**
 * Mails a link that sets another password.
 *
 * An email that nobody has takes the same steps: one look-up, one secret sealed, one transaction, the same answer. That
 * transaction then holds only the audit entry, which takes 1 to 2 ms less.
 */
export const forgotPassword = publicProcedure
  .meta({
    summary: 'Ask for a mail with a link to reset the password; the answer is always the same',
    permission: 'anyone',
    guessable: true,
  })
  .input(forgotPasswordRequest)
  .output(doneAnswer)
  .mutation(async ({ ctx, input: { email } }) => {
    const { store } = ctx.deps;
    const principal = await store.findUserByEmail(email);
    const { token, mail } = await newLinkMail(
      ctx,
      'password-reset',
      principal?.user ?? { id: '', email },
    );
    const isReader = principal?.user.status === 'active';
    await store.requestMailToken({
      token: isReader ? token : null,
      mail: isReader ? mail : null,
      liveMax: liveLinksMax,
      audit: auditOf(ctx, { action: 'auth.forgot_password', principal, email }),
    });
    ctx.deps.wake.mails();
    return { success: true };
  });
