import { AppError, createInvitationRequest, invitationAnswer } from '@biatec-tokens/core';
import type { Invitation } from '../../ports/store/index.ts';
import { sessionProcedure } from '../../trpc/init.ts';
import { auditEntryOf } from '../auditEntry.ts';
import { describeInvitation } from './describeInvitation.ts';
import { noRoom } from './noRoom.ts';
import { newInvitationMail } from './newInvitationMail.ts';

/** Invites somebody by mail; the secret of the link goes there and nowhere else. A pending one to the address is replaced. */
export const create = sessionProcedure
  .meta({
    summary: 'Invite somebody by mail',
    permission: 'members.manage',
    idempotent: true,
    guessable: true,
    dangerous: 'invitation.create',
  })
  .input(createInvitationRequest)
  .output(invitationAnswer)
  .mutation(async ({ ctx, input }) => {
    const { ids, store, wake } = ctx.deps;
    const { organization, user } = ctx.principal;
    const { email, role } = input;
    const { mail, hash, expiresAt } = await newInvitationMail(ctx, { email, role });
    const { createdAt } = mail;
    const invitation: Invitation = {
      id: ids.next('invitation'),
      organizationId: organization.id,
      email,
      role,
      invitedBy: user.id,
      hash,
      createdAt,
      expiresAt,
      acceptedAt: null,
      revokedAt: null,
    };
    const audit = auditEntryOf(ctx, 'invitation.create', invitation.id, { role });
    const created = await store.createInvitation({ invitation, mail, audit });
    if (created === 'member') throw memberAlready();
    if (created === 'limit') throw noRoom('invite', organization.tier);
    wake.mails();
    return { success: true as const, ...describeInvitation(invitation, createdAt) };
  });

function memberAlready(): AppError {
  return new AppError({
    code: 'MEMBER_ALREADY_EXISTS',
    message: 'Cannot invite: a user of this address belongs to your organization',
  });
}
