import { profileAnswer } from '@biatec-tokens/core';
import { authedProcedure } from '../../trpc/init.ts';

/** Who is signed in, in which organization and with which addresses. */
export const profile = authedProcedure
  .meta({ summary: 'The signed-in user', permission: 'profile.read' })
  .output(profileAnswer)
  .query(({ ctx }) => {
    const { apiKey, user, organization, role, algorandAddress, evmAddress } = ctx.principal;
    return {
      success: true,
      userId: user.id,
      email: user.email,
      emailVerified: user.emailVerifiedAt !== null,
      fullName: user.fullName,
      organizationId: organization.id,
      role,
      apiKeyId: apiKey?.id ?? null,
      tier: organization.tier,
      algorandAddress,
      evmAddress,
      createdAt: user.createdAt.toISOString(),
    };
  });
