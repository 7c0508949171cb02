import type { RightCode, SecondFactor } from '../../ports/store/index.ts';
import type { SealedSubject } from '../../ports/vault.ts';
import type { RequestContext } from '../../trpc/context.ts';
import { hashRecoveryCode } from './recoveryCodes.ts';
import { findStep } from './totp.ts';

/** A code as a request brings it. */
export interface GivenCode {
  readonly totp?: string | undefined;
  readonly recoveryCode?: string | undefined;
}

/** Whose a sealed secret of one-time codes is. It belongs to a person, who may be in several organizations. */
export function secondFactorSubject(userId: string): SealedSubject {
  return {
    purpose: 'second-factor',
    organizationId: 'platform',
    subjectId: userId,
    family: '-',
  };
}

/** Opens a sealed secret only as long as a code is looked for. */
export async function findStepOf(
  { deps: { clock, vault } }: RequestContext,
  { userId, sealedSecret, totp }: { userId: string; sealedSecret: Uint8Array; totp: string },
): Promise<number | undefined> {
  const secret = await vault.open(secondFactorSubject(userId), sealedSecret);
  try {
    return findStep(secret, totp, clock.now());
  } finally {
    secret.fill(0);
  }
}

/** Checks a code and uses it up: each works once, the earlier ones of an app not after a later one. */
export async function useCode(
  ctx: RequestContext,
  userId: string,
  { factor, given }: { readonly factor: SecondFactor; readonly given: GivenCode },
): Promise<'right' | 'wrong' | 'used'> {
  const { clock, store } = ctx.deps;
  const right = await findRight();
  if (right === undefined) return 'wrong';
  if (await store.useSecondFactorCode(userId, right, clock.now())) return 'right';
  // Of a recovery code only its use can tell whether there was such a one.
  return 'step' in right ? 'used' : 'wrong';

  async function findRight(): Promise<RightCode | undefined> {
    if (given.totp !== undefined) {
      const { sealedSecret } = factor;
      const step = await findStepOf(ctx, { userId, sealedSecret, totp: given.totp });
      return step === undefined ? undefined : { step };
    }
    if (given.recoveryCode === undefined) return undefined;
    return { recoveryHash: hashRecoveryCode(userId, given.recoveryCode) };
  }
}

export function hasCode({ totp, recoveryCode }: GivenCode): boolean {
  return totp !== undefined || recoveryCode !== undefined;
}
