import type { AssignableRole } from './organization.ts';
import type { StepUpProof } from './security.ts';

/** What `invitations.create` asks for. */
export interface CreateInvitationRequest extends StepUpProof {
  /** Only a user of this address can accept. */
  email: string;
  role: AssignableRole;
}

/** What `invitations.accept` asks for. */
export interface AcceptInvitationRequest {
  /** Of the mailed link, behind its `#token=`. A secret. */
  token: string;
}

/** An invitation as the organization sees it; its secret is in the mail alone. */
export interface Invitation {
  /** `inv_…` */
  id: string;
  email: string;
  role: AssignableRole;
  status: 'pending' | 'accepted' | 'revoked' | 'expired';
  /** Id of the member who invites. */
  invitedBy: string;
  createdAt: string;
  /** Seven days after it was sent last. */
  expiresAt: string;
}

/** An invitation after a change. */
export interface InvitationAnswer extends Invitation {
  success: true;
}
