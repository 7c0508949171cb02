import { AppError, type InvitationView } from '@biatec-tokens/core';
import type { Invitation } from '../../ports/store/index.ts';

/** An invitation as the organization sees it. */
export function describeInvitation(invitation: Invitation, now: Date): InvitationView {
  const { id, email, role, invitedBy, createdAt, expiresAt } = invitation;
  return {
    id,
    email,
    role,
    status: statusOf(invitation, now),
    invitedBy,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}

export function invitationNotFound(id: string): AppError {
  return new AppError({
    code: 'INVITATION_NOT_FOUND',
    message: `Cannot find invitation "${id}": your organization has none pending with this id`,
  });
}

function statusOf({ acceptedAt, revokedAt, expiresAt }: Invitation, now: Date) {
  if (acceptedAt !== null) return 'accepted';
  if (revokedAt !== null) return 'revoked';
  return expiresAt <= now ? 'expired' : 'pending';
}
