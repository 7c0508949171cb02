import { expect, test } from 'vitest';
import { findRefusal } from './findRefusal.ts';
import { allPermissions, apiKeyScopes, permissions, roles } from './permissions.ts';

const rows = allPermissions.map((name) => [name, permissions[name]] as const);

test.each(rows)('the owner has "%s"', (name) => {
  expect(findRefusal(name, { role: 'owner', scopes: null })).toBeNull();
});

test.each(rows)('who has "%s" is found by role and scope', (name, row) => {
  for (const role of roles) {
    const hasRole = (row.roles as readonly string[]).includes(role);
    expect(findRefusal(name, { role, scopes: null }) === null).toBe(hasRole);
    expect(findRefusal(name, { role, scopes: [] })).not.toBeNull();
    for (const scope of apiKeyScopes) {
      const hasScope = (row.scopes as readonly string[]).includes(scope);
      expect(findRefusal(name, { role, scopes: [scope] }) === null).toBe(hasRole && hasScope);
    }
    // A key never reaches further than who made it.
    if (!hasRole) expect(findRefusal(name, { role, scopes: apiKeyScopes })).not.toBeNull();
  }
});

test('what concerns people, keys and secret words is beyond every key', () => {
  const beyond = rows.filter(([, { scopes }]) => scopes.length === 0).map(([name]) => name);

  expect(beyond).toEqual([
    'profile.manage',
    'activity.read',
    'account.export',
    'account.import',
    'keys.manage',
    'organizations.choose',
    'organization.secure',
    'members.read',
    'members.manage',
    'ownership.transfer',
  ]);
  for (const name of beyond) {
    expect(findRefusal(name, { role: 'owner', scopes: apiKeyScopes })).toEqual({ reason: 'key' });
  }
});

test('a refusal says what is needed', () => {
  expect(findRefusal('tokens.issue', { role: 'viewer', scopes: null })).toEqual({
    reason: 'role',
    needed: ['owner', 'admin', 'issuer'],
  });
  expect(findRefusal('tokens.issue', { role: 'owner', scopes: ['read', 'audit'] })).toEqual({
    reason: 'scope',
    needed: ['deploy'],
  });
});
