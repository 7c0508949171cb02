import type { AssignableRole, Role, Tier } from '@biatec-tokens/core';
import type { Account } from './accounts.ts';
import type { AuditEntry } from './audit.ts';
import type { Organization, Principal, RefreshToken, Session } from './users.ts';

/** An organization that a user belongs to. */
export type Membership = Omit<Principal, 'user'>;

/** Somebody who belongs to an organization. */
export interface Member {
  readonly userId: string;
  readonly email: string;
  readonly fullName: string | null;
  readonly role: Role;
  readonly joinedAt: Date;
}

export interface NewOrganization {
  readonly organization: Organization;
  readonly ownerId: string;
  readonly accounts: readonly Account[];
  /** Sealed record of the 24 words. */
  readonly sealedPhrase: Uint8Array;
  readonly audit: AuditEntry;
}

/** What a change did; one of the owner, or of who is no member, changes nothing. */
export type MemberChange = 'done' | 'owner' | 'missing';

/** The same; `last`: nothing changed, for the user belongs nowhere else and brought no organization of their own. */
export type MemberRemoval = MemberChange | 'last';

/** Every organization has exactly one owner, at every moment and whatever happens at once. */
export interface OrganizationStore {
  /** All or nothing: organization, owner, accounts, words. @returns false when the user owns `ownedMax` already. */
  createOrganization(created: NewOrganization, ownedMax: number): Promise<boolean>;
  /** Who is a member stays one, whatever the plan has room for. @returns false when there is no such organization. */
  setTier(change: {
    readonly organizationId: string;
    readonly tier: Tier;
    readonly audit: AuditEntry;
  }): Promise<boolean>;
  /** In the order in which the user joined them. */
  listOrganizations(userId: string): Promise<Membership[]>;
  /** An active user in one of their organizations. */
  findMembership(userId: string, organizationId: string): Promise<Principal | undefined>;
  /**
   * Ends a session and opens one for another organization of the same user.
   *
   * @returns false when the session has ended or the user is no member there: then nothing changes.
   */
  switchSession(change: {
    readonly endedId: string;
    readonly session: Session;
    readonly refreshToken: RefreshToken;
    readonly now: Date;
    readonly audit: AuditEntry;
  }): Promise<boolean>;
  /** In the order in which they joined. */
  listMembers(
    organizationId: string,
    page: { readonly cursor?: string; readonly limit: number },
  ): Promise<{ items: Member[]; nextCursor: string | null }>;
  findMember(organizationId: string, userId: string): Promise<Member | undefined>;
  changeRole(change: {
    readonly organizationId: string;
    readonly userId: string;
    readonly role: AssignableRole;
    readonly audit: AuditEntry;
  }): Promise<MemberChange>;
  /**
   * Also ends the sessions of the user there, and revokes the API keys they made and the invitations they sent there.
   *
   * Nobody ends without an organization: who belongs to no other becomes the owner of `ownOrganization`.
   */
  removeMember(removal: {
    readonly organizationId: string;
    readonly userId: string;
    readonly now: Date;
    readonly audit: AuditEntry;
    /** Founded only if there is no other. */
    readonly ownOrganization?: NewOrganization;
  }): Promise<MemberRemoval>;
  /** Makes another member the owner, and the owner an admin. @returns false unless `from` is the owner and `to` a member. */
  transferOwnership(transfer: {
    readonly organizationId: string;
    readonly from: string;
    readonly to: string;
    readonly audit: AuditEntry;
  }): Promise<boolean>;
}
