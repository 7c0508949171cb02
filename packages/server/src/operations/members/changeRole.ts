import { changeRoleRequest, memberAnswer } from '@biatec-tokens/core';
import { sessionProcedure } from '../../trpc/init.ts';
import { auditEntryOf } from '../auditEntry.ts';
import { describeMember, memberNotFound, requireDone } from './describeMember.ts';

/** Gives a member another role; it holds within a second on every instance, for their API keys too. */
export const changeRole = sessionProcedure
  .meta({
    summary: 'Change the role of a member',
    permission: 'members.manage',
    idempotent: true,
    dangerous: 'member.change_role',
  })
  .input(changeRoleRequest)
  .output(memberAnswer)
  .mutation(async ({ ctx, input: { userId, role } }) => {
    const { store } = ctx.deps;
    const organizationId = ctx.principal.organization.id;
    const before = await store.findMember(organizationId, userId);
    if (before === undefined) throw memberNotFound(userId);
    const audit = auditEntryOf(ctx, 'member.change_role', userId, { from: before.role, to: role });
    requireDone(await store.changeRole({ organizationId, userId, role, audit }), userId);
    ctx.deps.wake.mails();
    return { success: true as const, ...describeMember({ ...before, role }) };
  });
