import { permissions, type ApiKeyScope, type Permission, type Role } from './permissions.ts';

/** Who asks: a member, or an API key that a member made. */
export interface Asker {
  /** Of the member; of the one who made the key, as it is now. */
  readonly role: Role;
  /** Of the key; null for a signed-in member. */
  readonly scopes: readonly ApiKeyScope[] | null;
}

/** Why somebody may not do something, with what would allow it. */
export type Refusal =
  | { readonly reason: 'role'; readonly needed: readonly Role[] }
  | { readonly reason: 'scope'; readonly needed: readonly ApiKeyScope[] }
  /** No key may do this, whatever its scopes. */
  | { readonly reason: 'key' };

/**
 * Looks up why somebody may not do something.
 *
 * A key needs both: a scope that carries the permission, and a maker whose role still has it.
 *
 * @param permission - Row of the table of permissions.
 * @param asker - Who asks.
 * @returns Why not, or null when it is allowed.
 * @example
 * findRefusal('tokens.issue', { role: 'viewer', scopes: null })
 * // { reason: 'role', needed: ['owner', 'admin', 'issuer'] }
 */
export function findRefusal(permission: Permission, { role, scopes }: Asker): Refusal | null {
  const row = permissions[permission];
  const allowedScopes: readonly ApiKeyScope[] = row.scopes;
  const allowedRoles: readonly Role[] = row.roles;
  if (scopes !== null) {
    if (allowedScopes.length === 0) return { reason: 'key' };
    if (!scopes.some((scope) => allowedScopes.includes(scope))) {
      return { reason: 'scope', needed: allowedScopes };
    }
  }
  return allowedRoles.includes(role) ? null : { reason: 'role', needed: allowedRoles };
}
