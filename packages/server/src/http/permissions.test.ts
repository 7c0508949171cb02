/**
 * Every route for everybody: who may call it, who may not, and what they are told.
 *
 * The grid is written out, so that a change of the table of permissions, or a new route, shows here as what it is.
 */
import { permissions, roles, type Role } from '@biatec-tokens/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHarness, type Harness, type SignedInUser } from '../testing/createHarness.ts';
import { appRouter, metaOf, permissionOf, type OperationPath } from '../trpc/router.ts';
import { deploymentEventsPath } from './deploymentEvents.ts';
import { routes, type Route } from './rest/routes.ts';

type Asked = Pick<Route, 'operation' | 'method' | 'path'>;

const all: readonly Asked[] = [
  ...routes,
  { operation: 'deployments.watch', method: 'GET', path: deploymentEventsPath },
];
const guarded = all.filter(({ operation }) => permissionOf(operation) !== 'anyone');

let h: Harness;
let owner: SignedInUser;
let unknownIds: Record<string, string>;

beforeAll(async () => {
  h = await createHarness();
  owner = await h.given.signedInUser();
  unknownIds = {
    deploymentId: h.deps.ids.next('deployment'),
    endpointId: h.deps.ids.next('endpoint'),
    mediaId: h.deps.ids.next('media'),
    tokenType: 'asa-ft',
  };
});
afterAll(() => h[Symbol.asyncDispose]());

/** Asks without a body and for things that are not there: whoever may ask gets another error, and nothing happens. */
function ask({ method, path }: Asked, token?: string) {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => unknownIds[name] ?? '');
  return h.request(filled, { method, ...(token === undefined ? {} : { token }) });
}

async function isAllowed(route: Asked, token: string): Promise<boolean> {
  const { status, body } = await ask(route, token);
  if (status !== 403) {
    expect(status).not.toBe(401);
    return true;
  }
  expect(body).toMatchObject({ success: false, errorCode: 'FORBIDDEN' });
  return false;
}

test('every role may call what the table says, and nothing else', async () => {
  const grid: string[] = [];
  for (const route of guarded) {
    const cells: string[] = [];
    for (const role of roles) {
      // A session of its own, for one of the routes ends it.
      const { accessToken } = await h.given.member(owner, role);
      const allowed = await isAllowed(route, accessToken);
      expect([route.operation, role, allowed]).toEqual([
        route.operation,
        role,
        isListed(route.operation, role),
      ]);
      cells.push(allowed ? role : '-'.repeat(role.length));
    }
    grid.push(`${route.operation.padEnd(21)} ${cells.join(' ')}`);
  }

  expect(grid.join('\n')).toMatchInlineSnapshot(`
    "auth.logout           owner admin issuer compliance viewer
    auth.profile          owner admin issuer compliance viewer
    account.export        owner ----- ------ ---------- ------
    tokens.issue          owner admin issuer ---------- ------
    tokens.validate       owner admin issuer compliance viewer
    deployments.list      owner admin issuer compliance viewer
    deployments.get       owner admin issuer compliance viewer
    deployments.why       owner admin issuer compliance viewer
    deployments.cancel    owner admin issuer ---------- ------
    deployments.retry     owner admin issuer ---------- ------
    media.upload          owner admin issuer ---------- ------
    media.get             owner admin issuer compliance viewer
    webhooks.create       owner admin ------ ---------- ------
    webhooks.list         owner admin issuer ---------- ------
    webhooks.get          owner admin issuer ---------- ------
    webhooks.update       owner admin ------ ---------- ------
    webhooks.delete       owner admin ------ ---------- ------
    webhooks.rotate       owner admin ------ ---------- ------
    webhooks.test         owner admin ------ ---------- ------
    webhooks.deliveries   owner admin issuer ---------- ------
    webhooks.redeliver    owner admin ------ ---------- ------
    events.list           owner admin issuer compliance viewer
    deployments.watch     owner admin issuer compliance viewer"
  `);
});

test.each(guarded)('$operation asks a stranger to sign in first', async (route) => {
  const { status, body } = await ask(route);

  expect({ status, body }).toMatchObject({ status: 401, body: { errorCode: 'UNAUTHORIZED' } });
});

test('over tRPC every operation asks for the same, also the ones that REST does not have', async () => {
  const { accessToken: token } = await h.given.member(owner, 'viewer');
  for (const path of Object.keys(appRouter._def.procedures) as OperationPath[]) {
    const permission = permissionOf(path);
    const { type } = (appRouter._def.procedures as any)[path]._def;
    const asked = type === 'mutation' ? { body: {} } : {};
    const stranger = await h.request(`/trpc/${path}`, asked);
    const isRefused = JSON.stringify(stranger.body).includes('UNAUTHORIZED');
    expect([path, isRefused]).toEqual([path, permission !== 'anyone']);
    if (permission === 'anyone' || isListed(path, 'viewer')) continue;
    const viewer = await h.request(`/trpc/${path}`, { ...asked, token });
    expect([path, viewer.body.error.data.errorCode]).toEqual([path, 'FORBIDDEN']);
  }
});

test('every operation has a path in plain HTTP', () => {
  const paths = all.map(({ operation }) => operation).toSorted();

  expect(Object.keys(appRouter._def.procedures).toSorted()).toEqual(paths);
});

test('every operation names a row of the table', () => {
  for (const path of Object.keys(appRouter._def.procedures) as OperationPath[]) {
    expect(['anyone', ...Object.keys(permissions)]).toContain(metaOf(path).permission);
  }
});

test('a refusal comes before the body is read, says what would do, and leaves a line of audit', async () => {
  const viewer = await h.given.member(owner, 'viewer');
  const text = '{"not json';

  const { status, body } = await h.request('/api/v1/token/asa-ft', {
    token: viewer.accessToken,
    text,
  });

  expect({ status, body }).toMatchObject({
    status: 403,
    body: {
      errorCode: 'FORBIDDEN',
      errorMessage:
        'Cannot call tokens.issue: your role is "viewer", should be one of "owner", "admin", "issuer"',
    },
  });
  expect(await h.deps.store.listAudit(owner.organizationId, 1)).toMatchObject([
    {
      actor: viewer.userId,
      action: 'tokens.issue',
      outcome: 'failure',
      errorCode: 'FORBIDDEN',
      details: { permission: 'tokens.issue', role: 'viewer' },
    },
  ]);
});

function isListed(operation: OperationPath, role: Role): boolean {
  const permission = permissionOf(operation);
  return (
    permission === 'anyone' || (permissions[permission].roles as readonly Role[]).includes(role)
  );
}
