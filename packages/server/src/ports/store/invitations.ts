import type { AssignableRole } from '@biatec-tokens/core';
import type { AuditEntry } from './audit.ts';
import type { NewMail } from './mails.ts';
import type { RefreshToken, Session } from './users.ts';

/** An invitation as stored: of the secret in its link only the SHA-256, hex. */
export interface Invitation {
  readonly id: string;
  readonly organizationId: string;
  readonly email: string;
  readonly role: AssignableRole;
  readonly invitedBy: string;
  readonly hash: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly acceptedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** Who presents the secret of an invitation. */
export interface PresentedInvitation {
  readonly hash: string;
  readonly userId: string;
  readonly now: Date;
}

/**
 * An invitation is single use, bound to an address, and worth what the role of who sent it is worth now. Members and
 * invitations that are open never come to more than the plan of the organization has room for.
 */
export interface InvitationStore {
  /**
   * Stores an invitation with its mail; one that is pending for the same address is revoked.
   *
   * @returns `limit` when the plan has no room for one more; `member` when the address is of a member.
   */
  createInvitation(created: {
    readonly invitation: Invitation;
    readonly mail: NewMail;
    readonly audit: AuditEntry;
  }): Promise<'done' | 'limit' | 'member'>;
  /** Newest first, with those that are accepted, revoked or expired. */
  listInvitations(
    organizationId: string,
    page: { readonly cursor?: string; readonly limit: number },
  ): Promise<{ items: Invitation[]; nextCursor: string | null }>;
  /** One that was neither accepted nor revoked; it may have expired. */
  findPendingInvitation(organizationId: string, id: string): Promise<Invitation | undefined>;
  /**
   * Replaces the secret, which makes the link of before void; from now on it is an invitation of who sends it again.
   *
   * @returns undefined unless it is pending; `limit` when it has expired and its place was taken.
   */
  renewInvitation(renewal: {
    readonly organizationId: string;
    readonly id: string;
    readonly invitedBy: string;
    readonly hash: string;
    readonly expiresAt: Date;
    readonly mail: NewMail;
    readonly audit: AuditEntry;
  }): Promise<Invitation | 'limit' | undefined>;
  /** @returns undefined unless it is pending. */
  revokeInvitation(
    organizationId: string,
    id: string,
    now: Date,
    audit: AuditEntry,
  ): Promise<Invitation | undefined>;
  /** The invitation that somebody who registers with this address can accept with this secret. */
  findInvitationTo(presented: {
    readonly hash: string;
    readonly email: string;
    readonly now: Date;
  }): Promise<Invitation | undefined>;
  /** The invitation that the user can accept with this secret. */
  findAcceptableInvitation(presented: PresentedInvitation): Promise<Invitation | undefined>;
  /**
   * Makes the user a member, uses the invitation up, ends their session and opens one in the organization. The secret
   * came by mail, so the address counts as read.
   *
   * @returns `void` when it cannot be accepted any more, or the session has ended; `limit` when the plan has no room, which
   * a smaller plan may have caused since. Then nothing changes.
   */
  acceptInvitation(
    acceptance: PresentedInvitation & {
      readonly endedId: string;
      readonly session: Session;
      readonly refreshToken: RefreshToken;
      readonly audit: AuditEntry;
    },
  ): Promise<'done' | 'void' | 'limit'>;
}
