import { profileAnswer } from '@biatec-tokens/core';
import { authedProcedure } from '../../trpc/init.ts';
import { describeConsent } from './consent.ts';

/** Who is signed in, in which organization and with which addresses. */
export const profile = authedProcedure
  .meta({ summary: 'The signed-in user', permission: 'profile.read' })
  .output(profileAnswer)
  .query(async ({ ctx }) => {
    const { apiKey, user, organization, role, algorandAddress, evmAddress } = ctx.principal;
    const consent = await ctx.deps.store.findConsent(user.id);
    return {
      success: true as const,
      userId: user.id,
      email: user.email,
      emailVerified: user.emailVerifiedAt !== null,
      fullName: user.fullName,
      organizationId: organization.id,
      role,
      apiKeyId: apiKey?.id ?? null,
      tier: organization.tier,
      acceptedTerms: consent === undefined ? null : describeConsent(consent),
      algorandAddress,
      evmAddress,
      createdAt: user.createdAt.toISOString(),
    };
  });
