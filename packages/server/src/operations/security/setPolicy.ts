import { securityPolicyAnswer, setSecurityPolicyRequest } from '@biatec-tokens/core';
import { auditOf } from '../../services/auth/authAudit.ts';
import { sessionProcedure } from '../../trpc/init.ts';
import { notEnabled } from '../secondFactor/notEnabled.ts';

/**
 * Requires a second factor of every member, or no longer.
 *
 * Whoever has none may from then on only look after their own profile, and so enrol one. The owner needs one first.
 */
export const setPolicy = sessionProcedure
  .meta({
    summary: 'Require a second factor of every member',
    permission: 'organization.secure',
    dangerous: 'security.policy',
  })
  .input(setSecurityPolicyRequest)
  .output(securityPolicyAnswer)
  .mutation(async ({ ctx, input }) => {
    const { store } = ctx.deps;
    const { principal } = ctx;
    const { secondFactorRequired } = input;
    if (secondFactorRequired) {
      const own = await store.findSecondFactor(principal.user.id);
      if (own === undefined || own.confirmedAt === null) throw notEnabled();
    }
    const audit = auditOf(ctx, { action: 'security.policy', principal });
    const details = { secondFactorRequired };
    await store.setSecondFactorRequired(principal.organization.id, secondFactorRequired, {
      ...audit,
      details,
    });
    return { success: true, secondFactorRequired };
  });
