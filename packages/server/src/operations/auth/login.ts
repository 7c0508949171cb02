import { AppError, loginRequest, sessionAnswer } from '@biatec-tokens/core';
import { askSecondFactor } from '../../services/auth/askSecondFactor.ts';
import { auditOf } from '../../services/auth/authAudit.ts';
import { answerSession, newSession } from '../../services/auth/newSession.ts';
import { takeTry } from '../../services/auth/takeTry.ts';
import { newMail } from '../../services/mail/newMail.ts';
import type { User } from '../../ports/store/users.ts';
import type { RequestContext } from '../../trpc/context.ts';
import { publicProcedure } from '../../trpc/init.ts';

/**
 * Opens a session.
 *
 * An unknown email takes the same steps, costs the same time and gives the same answer as a wrong password, and is
 * locked after as many of them.
 */
export const login = publicProcedure
  .meta({
    summary: 'Sign in with an email and a password',
    permission: 'anyone',
    guessable: true,
  })
  .input(loginRequest)
  .output(sessionAnswer)
  .mutation(async ({ ctx, input }) => {
    const { passwordHasher, store, wake } = ctx.deps;
    const principal = await store.findUserByEmail(input.email);
    const { email } = input;
    const event = { action: 'auth.login', principal, email } as const;
    const attempt = await takeTry(ctx, { email }, event);
    const { ok, outdated } = await passwordHasher.verify(
      input.password,
      principal?.user.passwordHash,
    );
    if (principal === undefined || !ok) {
      return attempt.fail({ ...event, error: invalidCredentials() });
    }
    // Only now: before the password is right, a stranger would learn who is registered.
    if (principal.user.status !== 'active') {
      return attempt.fail({ ...event, error: inactive() });
    }
    await askSecondFactor(ctx, principal.user, { given: input, attempt, event });
    const passwordHash = outdated
      ? await strengthen(ctx, principal.user, input.password)
      : principal.user.passwordHash;

    const { session, refreshToken, refreshTokenText } = newSession(ctx, principal);
    const opened = await store.openSession({
      session,
      refreshToken,
      audit: auditOf(ctx, { ...event, sessionId: session.id }),
      passwordHash,
      tried: { email },
      newDeviceMail: newMail(ctx, 'new-device', principal),
    });
    // The password changed while it was checked: it is the wrong one now.
    if (!opened) return attempt.fail({ ...event, error: invalidCredentials() });
    wake.mails();
    return answerSession(ctx, principal, { sessionId: session.id, refreshToken: refreshTokenText });
  });

/** Stores a stronger hash of the same password. @returns the hash that stands for it now. */
async function strengthen(
  { deps: { passwordHasher, store } }: RequestContext,
  { id, email, passwordHash }: User,
  password: string,
): Promise<string> {
  const stronger = await passwordHasher.hash(password);
  if (await store.updatePasswordHash(id, { from: passwordHash, to: stronger })) return stronger;
  // Another sign-in came first, with the same password or after a change of it.
  const now = (await store.findUserByEmail(email))?.user.passwordHash;
  const { ok } = await passwordHasher.verify(password, now);
  return ok && now !== undefined ? now : passwordHash;
}

function invalidCredentials(): AppError {
  return new AppError({ code: 'INVALID_CREDENTIALS', message: 'Invalid email or password' });
}

function inactive(): AppError {
  return new AppError({
    code: 'ACCOUNT_INACTIVE',
    message: 'Cannot sign in: the user was deactivated',
  });
}
