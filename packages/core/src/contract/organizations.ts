import { z } from 'zod';
import { roles } from '../permission/permissions.ts';
import { profileAnswer } from './auth.ts';
import { algorandAddress, evmAddress, idOf, pageOf, pageRequest, timestamp } from './primitives.ts';
import { stepUpFields } from './secondFactor.ts';

export const organizationId = idOf('org');

/** Roles that a member can be given; the owner changes by a transfer of ownership only. */
export const assignableRole = z.enum(roles).exclude(['owner']);

/** An organization as one of its members sees it. */
export const organization = z.object({
  id: organizationId,
  name: z.string(),
  tier: profileAnswer.shape.tier,
  role: z.enum(roles).describe('Yours there'),
  algorandAddress,
  evmAddress,
  createdAt: timestamp,
  isCurrent: z.boolean().describe('Whether this session acts for it'),
});

export const createOrganizationRequest = z.strictObject({
  name: z.string().trim().min(1).max(200),
});

export const organizationAnswer = organization.extend({ success: z.literal(true) });

/** All of them: a user belongs to few. */
export const listOrganizationsAnswer = z.object({
  success: z.literal(true),
  items: z.array(organization),
});

export const switchOrganizationRequest = z.strictObject({ organizationId });

/** Somebody who belongs to the organization. */
export const member = z.object({
  userId: z.uuid(),
  email: z.string(),
  fullName: z.string().nullable(),
  role: z.enum(roles),
  joinedAt: timestamp,
});

export const listMembersRequest = pageRequest;
export const listMembersAnswer = pageOf(member);
export const removeMemberRequest = z.strictObject({ userId: z.uuid(), ...stepUpFields });
export const changeRoleRequest = z.strictObject({
  userId: z.uuid(),
  role: assignableRole,
  ...stepUpFields,
});
export const transferOwnershipRequest = z.strictObject({ userId: z.uuid(), ...stepUpFields });
export const memberAnswer = member.extend({ success: z.literal(true) });

export type CreateOrganizationRequest = z.input<typeof createOrganizationRequest>;
export type SwitchOrganizationRequest = z.input<typeof switchOrganizationRequest>;
export type OrganizationView = z.infer<typeof organization>;
export type MemberView = z.infer<typeof member>;
export type AssignableRole = z.infer<typeof assignableRole>;
