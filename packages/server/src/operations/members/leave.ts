import { doneAnswer } from '@biatec-tokens/core';
import { sessionProcedure } from '../../trpc/init.ts';
import { auditEntryOf } from '../auditEntry.ts';
import { requireDone } from './describeMember.ts';

/** Takes the signed-in user out of the organization of the session, which ends with it. */
export const leave = sessionProcedure
  .meta({ summary: 'Leave the organization; the session ends', permission: 'organizations.choose' })
  .output(doneAnswer)
  .mutation(async ({ ctx }) => {
    const { clock, store } = ctx.deps;
    const { organization, user } = ctx.principal;
    const left = await store.removeMember({
      organizationId: organization.id,
      userId: user.id,
      now: clock.now(),
      audit: auditEntryOf(ctx, 'member.leave', user.id),
    });
    requireDone(left, user.id);
    return { success: true as const };
  });
