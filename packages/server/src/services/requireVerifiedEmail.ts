import { AppError, getNetwork, type NetworkId } from '@biatec-tokens/core';
import type { Deps } from '../deps.ts';
import type { User } from '../ports/store/users.ts';

/**
 * Keeps users whose address nobody has confirmed away from networks that others see.
 *
 * Local networks stay open, so that the first try needs no mail.
 *
 * @throws {AppError} EMAIL_NOT_VERIFIED
 */
export function requireVerifiedEmail(
  { emailVerificationRequired }: Pick<Deps, 'emailVerificationRequired'>,
  { emailVerifiedAt }: User,
  networkId: NetworkId,
): void {
  if (!emailVerificationRequired || emailVerifiedAt !== null) return;
  if (getNetwork(networkId).kind === 'local') return;
  throw new AppError({
    code: 'EMAIL_NOT_VERIFIED',
    message: `Cannot issue on "${networkId}": your email address is not confirmed yet`,
    details: { network: networkId },
  });
}
