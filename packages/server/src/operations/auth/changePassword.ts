import { AppError, changePasswordRequest, sessionAnswer } from '@biatec-tokens/core';
import { auditOf } from '../../services/auth/authAudit.ts';
import { answerSession, newSession } from '../../services/auth/newSession.ts';
import { withTry } from '../../services/auth/withTry.ts';
import { newMail } from '../../services/mail/newMail.ts';
import { sessionProcedure } from '../../trpc/init.ts';
import { newPassword, withConfirmation } from './newPasswordInput.ts';

const changePasswordInput = withConfirmation(
  changePasswordRequest.extend({ newPassword }),
  'newPassword',
);

/**
 * Sets another password, ends every session with its tokens, this one too, and opens a new one for who asked.
 *
 * Addresses and keys stay: nothing of them ever came from the password.
 */
export const changePassword = sessionProcedure
  .meta({ summary: 'Change the password; every other session ends', permission: 'profile.manage' })
  .input(changePasswordInput)
  .output(sessionAnswer)
  .mutation(async ({ ctx, input }) => {
    const { clock, passwordHasher, store } = ctx.deps;
    const { principal } = ctx;
    const { user } = principal;
    const event = {
      action: 'auth.change_password',
      principal,
      sessionId: principal.session.id,
    } as const;
    // Who took over a session gets no more guesses at the password than a stranger.
    const opened = await withTry(ctx, { target: { userId: user.id }, event }, async (attempt) => {
      const { ok } = await passwordHasher.verify(input.currentPassword, user.passwordHash);
      if (!ok) return attempt.fail({ ...event, error: wrongPassword() });

      const made = newSession(ctx, principal);
      const changed = await store.changePassword({
        userId: user.id,
        from: user.passwordHash,
        to: await passwordHasher.hash(input.newPassword),
        session: made.session,
        refreshToken: made.refreshToken,
        mail: newMail(ctx, 'password-changed', { user }),
        now: clock.now(),
        audit: auditOf(ctx, event),
      });
      // Another change came first, so the password that was entered is not the current one any more.
      if (!changed) return attempt.fail({ ...event, error: wrongPassword() });
      await attempt.succeed();
      return made;
    });
    ctx.deps.wake.mails();
    return answerSession(ctx, principal, {
      sessionId: opened.session.id,
      refreshToken: opened.refreshTokenText,
    });
  });

/** Not 401: the session is good, and a client would only renew it and ask again. */
function wrongPassword(): AppError {
  return new AppError({
    code: 'PASSWORD_CONFIRMATION_FAILED',
    message: 'Cannot change the password: the current password is wrong',
  });
}
