import { listInvitationsAnswer, listInvitationsRequest } from '@biatec-tokens/core';
import { sessionProcedure } from '../../trpc/init.ts';
import { describeInvitation } from './describeInvitation.ts';

/** Every invitation of the organization, newest first. */
export const list = sessionProcedure
  .meta({ summary: 'List the invitations, newest first', permission: 'members.manage' })
  .input(listInvitationsRequest)
  .output(listInvitationsAnswer)
  .query(async ({ ctx, input: { cursor, limit } }) => {
    const { clock, store } = ctx.deps;
    const { items, nextCursor } = await store.listInvitations(ctx.principal.organization.id, {
      limit,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const now = clock.now();
    return {
      success: true as const,
      items: items.map((invitation) => describeInvitation(invitation, now)),
      nextCursor,
    };
  });
