import { AppError, loginRequest, sessionAnswer } from '@biatec-tokens/core';
import { auditOf } from '../../services/auth/authAudit.ts';
import { answerSession, newSession } from '../../services/auth/newSession.ts';
import { takeTry } from '../../services/auth/takeTry.ts';
import { publicProcedure } from '../../trpc/init.ts';

/**
 * Opens a session.
 *
 * An unknown email takes the same steps, costs the same time and gives the same answer as a wrong password, and is
 * locked after as many of them.
 */
export const login = publicProcedure
  .meta({ summary: 'Sign in with an email and a password', permission: 'anyone' })
  .input(loginRequest)
  .output(sessionAnswer)
  .mutation(async ({ ctx, input }) => {
    const { passwordHasher, store } = ctx.deps;
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
    if (outdated) {
      await store.updatePasswordHash(principal.user.id, await passwordHasher.hash(input.password));
    }

    const { session, refreshToken, refreshTokenText } = newSession(ctx, principal);
    const audit = auditOf(ctx, { ...event, sessionId: session.id });
    await store.openSession({ session, refreshToken, audit, tried: attempt.target });
    return answerSession(ctx, principal, { sessionId: session.id, refreshToken: refreshTokenText });
  });

function invalidCredentials(): AppError {
  return new AppError({ code: 'INVALID_CREDENTIALS', message: 'Invalid email or password' });
}

function inactive(): AppError {
  return new AppError({
    code: 'ACCOUNT_INACTIVE',
    message: 'Cannot sign in: the user was deactivated',
  });
}
