import { invitationAnswer, invitationIdRequest } from '@biatec-tokens/core';
import { sessionProcedure } from '../../trpc/init.ts';
import { auditEntryOf } from '../auditEntry.ts';
import { describeInvitation, invitationNotFound } from './describeInvitation.ts';

/** Takes a pending invitation back; its link is void. */
export const revoke = sessionProcedure
  .meta({ summary: 'Revoke an invitation', permission: 'members.manage', idempotent: true })
  .input(invitationIdRequest)
  .output(invitationAnswer)
  .mutation(async ({ ctx, input: { invitationId } }) => {
    const { clock, store } = ctx.deps;
    const now = clock.now();
    const audit = auditEntryOf(ctx, 'invitation.revoke', invitationId);
    const organizationId = ctx.principal.organization.id;
    const revoked = await store.revokeInvitation(organizationId, invitationId, now, audit);
    if (revoked === undefined) throw invitationNotFound(invitationId);
    return { success: true as const, ...describeInvitation(revoked, now) };
  });
