import type { OrganizationView } from '@biatec-tokens/core';
import type { Membership } from '../../ports/store/index.ts';

/** An organization as its member sees it, from a session of `currentId`. */
export function describeOrganization(
  { organization, role, algorandAddress, evmAddress }: Membership,
  currentId: string,
): OrganizationView {
  const { id, name, tier, createdAt } = organization;
  return {
    id,
    name,
    tier,
    role,
    algorandAddress,
    evmAddress,
    createdAt: createdAt.toISOString(),
    isCurrent: id === currentId,
  };
}
