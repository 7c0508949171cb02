import { invitationAnswer, resendInvitationRequest } from '@biatec-tokens/core';
import { sessionProcedure } from '../../trpc/init.ts';
import { auditEntryOf } from '../auditEntry.ts';
import { describeInvitation, invitationNotFound } from './describeInvitation.ts';
import { noRoom } from './noRoom.ts';
import { newInvitationMail } from './newInvitationMail.ts';

/** Sends a pending invitation once more, in one's own name and with a new link; the link of before is void. */
export const resend = sessionProcedure
  .meta({
    summary: 'Send an invitation once more, with a new link',
    permission: 'members.manage',
    guessable: true,
    dangerous: 'invitation.resend',
  })
  .input(resendInvitationRequest)
  .output(invitationAnswer)
  .mutation(async ({ ctx, input: { invitationId: id } }) => {
    const { store, wake } = ctx.deps;
    const { id: organizationId, tier } = ctx.principal.organization;
    const found = await store.findPendingInvitation(organizationId, id);
    if (found === undefined) throw invitationNotFound(id);
    const renewal = await newInvitationMail(ctx, found);
    const audit = auditEntryOf(ctx, 'invitation.resend', id);
    const renewed = await store.renewInvitation({
      organizationId,
      id,
      invitedBy: ctx.principal.user.id,
      ...renewal,
      audit,
    });
    if (renewed === undefined) throw invitationNotFound(id);
    if (renewed === 'limit') throw noRoom('send the invitation again', tier);
    wake.mails();
    return { success: true as const, ...describeInvitation(renewed, renewal.mail.createdAt) };
  });
