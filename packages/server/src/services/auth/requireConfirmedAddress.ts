import { AppError } from '@biatec-tokens/core';
import type { RequestContext } from '../../trpc/context.ts';
import { refuse } from './authAudit.ts';
import type { StepUp } from './stepUp.ts';

/**
 * Keeps what outlasts a password from users whose address nobody has confirmed.
 *
 * Whoever registers somebody else's address would lay it by until that person comes and resets the password.
 *
 * @throws {AppError} EMAIL_NOT_VERIFIED
 */
export async function requireConfirmedAddress(
  ctx: RequestContext,
  { principal, action }: StepUp,
): Promise<void> {
  const { emailVerificationRequired } = ctx.deps;
  if (!emailVerificationRequired || principal.user.emailVerifiedAt !== null) return;
  const sessionId = principal.session.id;
  await refuse(ctx, { action, principal, sessionId, error: notConfirmed() });
}

function notConfirmed(): AppError {
  return new AppError({
    code: 'EMAIL_NOT_VERIFIED',
    message: 'Cannot do this yet: your email address is not confirmed',
  });
}
