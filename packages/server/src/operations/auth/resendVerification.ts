import { doneAnswer } from '@biatec-tokens/core';
import { auditOf } from '../../services/auth/authAudit.ts';
import { liveLinksMax, newLinkMail } from '../../services/mail/newMail.ts';
import { sessionProcedure } from '../../trpc/init.ts';

/** Mails the link that confirms the address once more; nothing when it is confirmed, or when enough links still work. */
export const resendVerification = sessionProcedure
  .meta({
    summary: 'Ask for another mail to confirm the email address',
    permission: 'profile.manage',
    guessable: true,
  })
  .output(doneAnswer)
  .mutation(async ({ ctx }) => {
    const { store } = ctx.deps;
    const { principal } = ctx;
    if (principal.user.emailVerifiedAt !== null) return { success: true };
    const { token, mail } = await newLinkMail(ctx, 'email-verification', principal.user);
    const audit = auditOf(ctx, { action: 'auth.resend_verification', principal });
    await store.requestMailToken({ token, mail, liveMax: liveLinksMax, audit });
    ctx.deps.wake.mails();
    return { success: true };
  });
