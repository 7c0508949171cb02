import { memberAnswer, transferOwnershipRequest } from '@biatec-tokens/core';
import { sessionProcedure } from '../../trpc/init.ts';
import { auditEntryOf } from '../auditEntry.ts';
import { describeMember, memberNotFound } from './describeMember.ts';

/** Makes another member the owner and the owner an admin, at once. */
export const transferOwnership = sessionProcedure
  .meta({
    summary: 'Hand the organization over to another member; you become an admin',
    permission: 'ownership.transfer',
    dangerous: 'ownership.transfer',
  })
  .input(transferOwnershipRequest)
  .output(memberAnswer)
  .mutation(async ({ ctx, input: { userId } }) => {
    const { store } = ctx.deps;
    const { organization, user } = ctx.principal;
    const member = await store.findMember(organization.id, userId);
    const transferred = await store.transferOwnership({
      organizationId: organization.id,
      from: user.id,
      to: userId,
      audit: auditEntryOf(ctx, 'ownership.transfer', userId, { from: user.id }),
    });
    if (member === undefined || !transferred) throw memberNotFound(userId);
    ctx.deps.wake.mails();
    return { success: true as const, ...describeMember({ ...member, role: 'owner' }) };
  });
