import { doneAnswer, memberIdRequest } from '@biatec-tokens/core';
import { sessionProcedure } from '../../trpc/init.ts';
import { auditEntryOf } from '../auditEntry.ts';
import { requireDone } from './describeMember.ts';

/** Takes a member out of the organization; their sessions there and their API keys are void within a second. */
export const remove = sessionProcedure
  .meta({ summary: 'Remove a member', permission: 'members.manage', idempotent: true })
  .input(memberIdRequest)
  .output(doneAnswer)
  .mutation(async ({ ctx, input: { userId } }) => {
    const { clock, store } = ctx.deps;
    const removed = await store.removeMember({
      organizationId: ctx.principal.organization.id,
      userId,
      now: clock.now(),
      audit: auditEntryOf(ctx, 'member.remove', userId),
    });
    requireDone(removed, userId);
    return { success: true as const };
  });
