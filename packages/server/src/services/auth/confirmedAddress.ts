/** What waits until the user has shown that they read mail to their address. */
import { AppError, getNetwork, type NetworkId } from '@biatec-tokens/core';
import type { Deps } from '../../deps.ts';
import type { User } from '../../ports/store/users.ts';
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
  if (mayDoWithout(ctx.deps, principal.user)) return;
  const sessionId = principal.session.id;
  await refuse(ctx, { action, principal, sessionId, error: addressNotConfirmed('do this') });
}

/**
 * Keeps them away from networks that others see. Local networks stay open, so that the first try needs no mail.
 *
 * @throws {AppError} EMAIL_NOT_VERIFIED
 */
export function requireConfirmedAddressFor(
  network: NetworkId,
  deps: Pick<Deps, 'emailVerificationRequired'>,
  user: User,
): void {
  if (mayDoWithout(deps, user) || getNetwork(network).kind === 'local') return;
  throw addressNotConfirmed(`issue on "${network}"`, { network });
}

/** @param what - What they cannot do, such as `invite`. */
export function addressNotConfirmed(
  what: string,
  details?: Readonly<Record<string, unknown>>,
): AppError {
  return new AppError({
    code: 'EMAIL_NOT_VERIFIED',
    message: `Cannot ${what} yet: your email address is not confirmed`,
    ...(details === undefined ? {} : { details }),
  });
}

function mayDoWithout(
  { emailVerificationRequired }: Pick<Deps, 'emailVerificationRequired'>,
  { emailVerifiedAt }: User,
): boolean {
  return !emailVerificationRequired || emailVerifiedAt !== null;
}
