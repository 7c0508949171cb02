import { AppError, loginRequest, sessionAnswer, type LoginRequest } from '@biatec-tokens/core';
import { askSecondFactor } from '../../services/auth/askSecondFactor.ts';
import { auditOf, type AuthEvent } from '../../services/auth/authAudit.ts';
import { answerSession, newSession, type NewSession } from '../../services/auth/newSession.ts';
import { withTry, type TakenTry } from '../../services/auth/withTry.ts';
import { newMail } from '../../services/mail/newMail.ts';
import type { Principal, User } from '../../ports/store/users.ts';
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
    const { email } = input;
    const principal = await ctx.deps.store.findUserByEmail(email);
    const event = { action: 'auth.login', principal, email } as const;
    const opened = await withTry(ctx, { target: { email }, event }, (attempt) =>
      openSession(ctx, input, { principal, event, attempt }),
    );
    ctx.deps.wake.mails();
    return answerSession(ctx, opened.principal, {
      sessionId: opened.session.id,
      refreshToken: opened.refreshTokenText,
    });
  });

interface SignIn {
  /** Undefined: nobody has the address. */
  readonly principal: Principal | undefined;
  readonly event: AuthEvent;
  readonly attempt: TakenTry;
}

async function openSession(
  ctx: RequestContext,
  input: LoginRequest,
  { principal, event, attempt }: SignIn,
): Promise<NewSession & { readonly principal: Principal }> {
  const { passwordHasher, store } = ctx.deps;
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

  const made = newSession(ctx, principal);
  const opened = await store.openSession({
    session: made.session,
    refreshToken: made.refreshToken,
    audit: auditOf(ctx, { ...event, sessionId: made.session.id }),
    passwordHash,
    tried: { email: input.email },
    newDeviceMail: newMail(ctx, 'new-device', principal),
  });
  // The password changed while it was checked: it is the wrong one now.
  if (!opened) return attempt.fail({ ...event, error: invalidCredentials() });
  return { ...made, principal };
}

/** Stores a stronger hash of the same password. @returns the hash that stands for it now. */
async function strengthen(
  { deps: { log, passwordHasher, store } }: RequestContext,
  { id, email, passwordHash }: User,
  password: string,
): Promise<string> {
  // When there is no room or no memory for it, it waits for the next sign-in; this one was right.
  const stronger = await passwordHasher.hash(password).catch((err: unknown) => {
    log.warn({ err, userId: id }, 'a password was not hashed anew; the next sign-in tries again');
  });
  if (stronger === undefined) return passwordHash;
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
