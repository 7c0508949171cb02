import { securityActivityAnswer, securityActivityRequest } from '@biatec-tokens/core';
import { sessionProcedure } from '../../trpc/init.ts';

/** Who tried what, when and from where: the owner sees the organization, everybody else what they did themselves. */
export const activity = sessionProcedure
  .meta({
    summary: 'Read what was done and tried around sign-ins and settings, newest first',
    permission: 'activity.read',
  })
  .input(securityActivityRequest)
  .output(securityActivityAnswer)
  .query(async ({ ctx, input }) => {
    const { organization, role, user } = ctx.principal;
    const whose = role === 'owner' ? { organizationId: organization.id } : { actor: user.id };
    const { items, nextCursor } = await ctx.deps.store.listActivity(whose, input);
    return {
      success: true,
      items: items.map((entry) => ({
        id: entry.id,
        at: entry.at.toISOString(),
        action: entry.action,
        outcome: entry.outcome,
        errorCode: entry.errorCode,
        actor: entry.actor,
        target: entry.target,
        ip: entry.ip,
        userAgent: entry.userAgent,
        correlationId: entry.correlationId,
      })),
      nextCursor,
    };
  });
