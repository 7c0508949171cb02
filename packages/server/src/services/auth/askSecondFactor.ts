import { AppError } from '@biatec-tokens/core';
import type { User } from '../../ports/store/users.ts';
import type { RequestContext } from '../../trpc/context.ts';
import { refuse, type AuthEvent } from './authAudit.ts';
import { hasCode, useCode, type GivenCode } from './secondFactor.ts';
import type { TakenTry } from './withTry.ts';

/**
 * Asks for the second factor at a sign-in whose password was right, if the user has one in force.
 *
 * A wrong code costs a try, like a wrong password: five of either lock. A missing one and a used one cost none.
 *
 * @throws {AppError} SECOND_FACTOR_REQUIRED, SECOND_FACTOR_INVALID
 */
export async function askSecondFactor(
  ctx: RequestContext,
  user: User,
  asked: { readonly given: GivenCode; readonly attempt: TakenTry; readonly event: AuthEvent },
): Promise<void> {
  const { given, attempt, event } = asked;
  const factor = await ctx.deps.store.findSecondFactor(user.id);
  if (factor === undefined || factor.confirmedAt === null) return;
  if (!hasCode(given)) {
    await attempt.giveBack();
    return refuse(ctx, { ...event, error: codeRequired() });
  }
  const outcome = await useCode(ctx, user.id, { factor, given });
  if (outcome === 'right') return;
  if (outcome === 'wrong') return attempt.fail({ ...event, error: codeInvalid() });
  await attempt.giveBack();
  return refuse(ctx, { ...event, error: codeInvalid() });
}

function codeRequired(): AppError {
  return new AppError({
    code: 'SECOND_FACTOR_REQUIRED',
    message: 'Cannot sign in yet: the second factor is missing',
  });
}

function codeInvalid(): AppError {
  return new AppError({
    code: 'SECOND_FACTOR_INVALID',
    message: 'Cannot sign in: the code of the second factor is wrong, or was used before',
  });
}
