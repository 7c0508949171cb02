import { AppError, stepUpFields } from '@biatec-tokens/core';
import { z } from 'zod';
import type { RequestContext, SignedIn } from '../../trpc/context.ts';
import { invalidAccessToken } from './accessTokens.ts';
import { refuse, type AuthEvent } from './authAudit.ts';
import { hasCode, useCode, type GivenCode } from './secondFactor.ts';
import { withTry, type TakenTry } from './withTry.ts';

/** For how long a session needs no further proof after `POST /auth/step-up`. */
export const stepUpMs = 5 * 60_000;

/** Who asks again, and for what. */
export interface StepUp {
  readonly principal: SignedIn;
  readonly action: AuthEvent['action'];
}

/** Whatever else a dangerous operation takes, these are its proof. */
const proofIn = z.object(stepUpFields);

/**
 * Lets through who proved the password again, and the second factor where there is one: within this request, or within
 * five minutes of a step-up of the same session.
 *
 * Whether the session still lives is asked last, and of the store: another process may have ended it a moment ago, and
 * what is let through here may outlast it.
 *
 * @throws {AppError} UNAUTHORIZED, STEP_UP_REQUIRED, PASSWORD_CONFIRMATION_FAILED, CODE_CONFIRMATION_FAILED, ACCOUNT_LOCKED
 */
export async function requireStepUp(
  ctx: RequestContext,
  asked: StepUp,
  input: unknown,
): Promise<void> {
  const { clock, store } = ctx.deps;
  const { success, data } = proofIn.safeParse(input ?? {});
  const password = success ? data.password : undefined;
  if (password !== undefined) await proveAgain(ctx, asked, { ...data, password });
  const at = await store.findStepUp(asked.principal.session.id);
  if (at === undefined) throw invalidAccessToken();
  if (password !== undefined) return;
  if (at !== null && clock.now().getTime() < at.getTime() + stepUpMs) return;
  return refuse(ctx, { ...eventOf(asked), error: stepUpRequired(['password']) });
}

/** The input without its proof. */
export function withoutProof(input: unknown): unknown {
  if (typeof input !== 'object' || input === null) return input;
  const fields = Object.entries(input).filter(([name]) => !Object.hasOwn(stepUpFields, name));
  return Object.fromEntries(fields);
}

interface Proof {
  readonly asked: StepUp;
  readonly given: GivenCode & { readonly password: string };
}

/** Checks password and code, within the budget of tries that a user's sessions have together. */
export async function proveAgain(
  ctx: RequestContext,
  asked: StepUp,
  given: Proof['given'],
): Promise<void> {
  // Who took over a session gets no more guesses at the password than a stranger.
  const target = { userId: asked.principal.user.id };
  return withTry(ctx, { target, event: eventOf(asked) }, (attempt) =>
    check(ctx, { asked, given, attempt }),
  );
}

async function check(
  ctx: RequestContext,
  { asked, given, attempt }: Proof & { readonly attempt: TakenTry },
): Promise<void> {
  const { passwordHasher, store } = ctx.deps;
  const { user } = asked.principal;
  const event = eventOf(asked);
  const { ok } = await passwordHasher.verify(given.password, user.passwordHash);
  if (!ok) return attempt.fail({ ...event, error: wrongPassword() });

  const factor = await store.findSecondFactor(user.id);
  if (factor === undefined || factor.confirmedAt === null) return attempt.succeed();
  if (!hasCode(given)) {
    await attempt.giveBack();
    return refuse(ctx, { ...event, error: stepUpRequired(['totp', 'recoveryCode']) });
  }
  const outcome = await useCode(ctx, user.id, { factor, given });
  if (outcome === 'right') return attempt.succeed();
  if (outcome === 'wrong') return attempt.fail({ ...event, error: wrongCode() });
  await attempt.giveBack();
  return refuse(ctx, { ...event, error: wrongCode() });
}

function eventOf({ principal, action }: StepUp): AuthEvent {
  return { action, principal, sessionId: principal.session.id };
}

function stepUpRequired(missing: readonly string[]): AppError {
  const fields = missing.map((name) => `"${name}"`).join(' or ');
  return new AppError({
    code: 'STEP_UP_REQUIRED',
    message: `Cannot do this yet: it asks for proof of who you are, send ${fields}`,
    details: { missing },
  });
}

/** Not 401: the session is good, and a client would only renew it and ask again. */
function wrongPassword(): AppError {
  return new AppError({
    code: 'PASSWORD_CONFIRMATION_FAILED',
    message: 'Cannot do this: the password is wrong',
  });
}

function wrongCode(): AppError {
  return new AppError({
    code: 'CODE_CONFIRMATION_FAILED',
    message: 'Cannot do this: the code of the second factor is wrong, or was used before',
  });
}
