import type { Role, Tier } from './session.ts';

/** What `organizations.create` asks for. */
export interface CreateOrganizationRequest {
  /** Up to 200 characters. */
  name: string;
}

/** What `auth.switchOrganization` asks for. */
export interface SwitchOrganizationRequest {
  /** One of your organizations. */
  organizationId: string;
}

/** An organization as one of its members sees it. */
export interface Organization {
  /** `org_…` */
  id: string;
  name: string;
  tier: Tier;
  /** Yours there. */
  role: Role;
  algorandAddress: string;
  evmAddress: string;
  createdAt: string;
  /** Whether this session acts for it. */
  isCurrent: boolean;
}

/** An organization that was just founded. */
export interface OrganizationAnswer extends Organization {
  success: true;
}

/** Every organization of the signed-in user. */
export interface OrganizationList {
  success: true;
  items: Organization[];
}

/** Roles that a member can be given; the owner changes by `members.transferOwnership` only. */
export type AssignableRole = 'admin' | 'issuer' | 'compliance' | 'viewer';

/** Somebody who belongs to the organization. */
export interface Member {
  userId: string;
  email: string;
  fullName: string | null;
  role: Role;
  joinedAt: string;
}

/** A member after a change. */
export interface MemberAnswer extends Member {
  success: true;
}
