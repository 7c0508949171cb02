import { securityPolicyAnswer } from '@biatec-tokens/core';
import { sessionProcedure } from '../../trpc/init.ts';

/** What the organization asks of its members. */
export const policy = sessionProcedure
  .meta({ summary: 'Read what the organization asks of its members', permission: 'profile.manage' })
  .output(securityPolicyAnswer)
  .query(({ ctx }) => ({
    success: true,
    secondFactorRequired: ctx.principal.secondFactor.required,
  }));
