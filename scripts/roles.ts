/** Writes docs/roles.md: who may do what, from the table that the guards obey. */
import {
  allPermissions,
  apiKeyScopes,
  permissions,
  roles,
  type Permission,
  type PermissionRow,
} from '../packages/core/src/index.ts';
import { deploymentEventsPath } from '../packages/server/src/http/deploymentEvents.ts';
import { routes, type Route } from '../packages/server/src/http/rest/routes.ts';
import { permissionOf } from '../packages/server/src/trpc/router.ts';
import { writeGenerated } from './lib/generated.ts';

const callable = [
  ...(routes as readonly Route[]),
  { operation: 'deployments.watch', method: 'GET', path: deploymentEventsPath } as const,
];

function pathsOf(permission: Permission | 'anyone'): string {
  return callable
    .filter(({ operation }) => permissionOf(operation) === permission)
    .map(({ method, path }) => `\`${method} ${path}\``)
    .join('<br>');
}

function rowOf(permission: Permission): string {
  const row: PermissionRow = permissions[permission];
  const cells = [
    row.allows,
    ...roles.map((role) => (row.roles.includes(role) ? '✓' : '')),
    row.scopes.map((scope) => `\`${scope}\``).join(' '),
    pathsOf(permission),
  ];
  return `| ${cells.join(' | ')} |`;
}

const page = `# Who may do what

One table decides it: [permissions.ts](../packages/core/src/permission/permissions.ts). The guards of the server derive from it, a test asks every route as every role, and this page is written from it by \`pnpm generated\`.

A member of an organization has one of five roles. Every organization has exactly one owner. Who asks for what their role does not have gets \`403 FORBIDDEN\`, and a refused try to change something is kept in the audit trail. Things of another organization answer exactly like missing ones, whatever the role.

An API key does what one of its scopes carries (${apiKeyScopes.map((scope) => `\`${scope}\``).join(', ')}) and the role of the member who made it still has. What has no scope is for signed-in people only.

| may | ${roles.join(' | ')} | key scopes | routes |
| --- | ${roles.map(() => ':-:').join(' | ')} | --- | --- |
${allPermissions
  .filter((permission) => pathsOf(permission) !== '')
  .map(rowOf)
  .join('\n')}

Anyone may call, signed in or not: ${pathsOf('anyone').replaceAll('<br>', ', ')}.
`;

writeGenerated(new Map([['docs/roles.md', page]]));
