import { z } from 'zod';
import { email, mailToken } from './auth.ts';
import { assignableRole } from './organizations.ts';
import { idOf, pageOf, pageRequest, timestamp } from './primitives.ts';
import { stepUpFields } from './secondFactor.ts';

export const invitationId = idOf('inv');

export const createInvitationRequest = z.strictObject({
  email: email.describe('Only a user of this address can accept'),
  role: assignableRole,
  ...stepUpFields,
});

export const invitationIdRequest = z.strictObject({ invitationId });
export const resendInvitationRequest = z.strictObject({ invitationId, ...stepUpFields });
export const listInvitationsRequest = pageRequest;
export const acceptInvitationRequest = z.strictObject({ token: mailToken });

/** An invitation as the organization sees it; its secret is in the mail alone. */
export const invitation = z.object({
  id: invitationId,
  email: z.string(),
  role: assignableRole,
  status: z.enum(['pending', 'accepted', 'revoked', 'expired']),
  invitedBy: z.uuid(),
  createdAt: timestamp,
  expiresAt: timestamp,
});

export const invitationAnswer = invitation.extend({ success: z.literal(true) });
export const listInvitationsAnswer = pageOf(invitation);

export type CreateInvitationRequest = z.input<typeof createInvitationRequest>;
export type AcceptInvitationRequest = z.input<typeof acceptInvitationRequest>;
export type InvitationView = z.infer<typeof invitation>;
