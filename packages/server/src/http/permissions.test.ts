/**
 * Every route for everybody: who may call it, who may not, and what they are told.
 *
 * The grid is written out, so that a change of the table of permissions, or a new route, shows here as what it is: a
 * route without its line fails.
 */
import { createHmac } from 'node:crypto';
import { apiKeyScopes, permissions, roles, type ApiKeyScope, type Role } from '@biatec-tokens/core';
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
/** Signed in more than an hour ago. */
let early: SignedInUser;
let owner: SignedInUser;
let unknownIds: Record<string, string>;

beforeAll(async () => {
  h = await createHarness();
  early = await h.given.signedInUser();
  await h.clock.advance(3_601_000);
  owner = await h.given.signedInUser();
  unknownIds = {
    deploymentId: h.deps.ids.next('deployment'),
    endpointId: h.deps.ids.next('endpoint'),
    mediaId: h.deps.ids.next('media'),
    apiKeyId: h.deps.ids.next('apiKey'),
    sessionId: h.deps.ids.next('session'),
    invitationId: h.deps.ids.next('invitation'),
    userId: h.deps.ids.guid(),
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
  const { operation } = route;
  const { status, body } = await ask(route, token);
  // Asked to prove the password again is who may do it.
  if (status !== 403 || body.errorCode === 'STEP_UP_REQUIRED') {
    expect(status).not.toBe(401);
    expect([operation, status < 500]).toEqual([operation, true]);
    return true;
  }
  expect(['FORBIDDEN', 'API_KEY_SCOPE_MISSING']).toContain(body.errorCode);
  return false;
}

test('every role may call what the table says, and nobody else anything', async () => {
  const revoked = await givenRevokedKey();
  const grid: string[] = [];
  for (const route of guarded) {
    const cells: string[] = [];
    for (const role of roles) {
      // A session of its own, for one of the routes ends it.
      const { accessToken } =
        role === 'owner' ? await h.given.signedInUser() : await h.given.member(owner, role);
      const allowed = await isAllowed(route, accessToken);
      expect([route.operation, role, allowed]).toEqual([
        route.operation,
        role,
        isListed(route.operation, role),
      ]);
      cells.push(allowed ? role : '-'.repeat(role.length));
    }
    const others = [
      await toldToStranger(route),
      await refusalOf(route, undefined),
      await refusalOf(route, early.accessToken),
      await refusalOf(route, revoked),
      await refusalOf(route, await keyWithoutScope(route.operation)),
    ];
    grid.push(`${route.operation.padEnd(30)} ${cells.join(' ')}  ${others.join(' ')}`);
  }

  // Roles · another organization · no token · a token past its hour · a revoked API key · an API key without the scope
  expect(grid.join('\n')).toMatchInlineSnapshot(`
    "auth.logout                    owner admin issuer compliance viewer  own     401 401 401 403
    auth.profile                   owner admin issuer compliance viewer  own     401 401 401 403
    auth.changePassword            owner admin issuer compliance viewer  own     401 401 401 403
    auth.resendVerification        owner admin issuer compliance viewer  own     401 401 401 403
    auth.stepUp                    owner admin issuer compliance viewer  own     401 401 401 403
    sessions.list                  owner admin issuer compliance viewer  own     401 401 401 403
    sessions.revoke                owner admin issuer compliance viewer  missing 401 401 401 403
    sessions.revokeAll             owner admin issuer compliance viewer  own     401 401 401 403
    secondFactor.get               owner admin issuer compliance viewer  own     401 401 401 403
    secondFactor.enrol             owner admin issuer compliance viewer  own     401 401 401 403
    secondFactor.confirm           owner admin issuer compliance viewer  own     401 401 401 403
    secondFactor.disable           owner admin issuer compliance viewer  own     401 401 401 403
    secondFactor.renewRecoveryCodes owner admin issuer compliance viewer  own     401 401 401 403
    security.activity              owner admin issuer compliance viewer  own     401 401 401 403
    security.policy                owner admin issuer compliance viewer  own     401 401 401 403
    security.setPolicy             owner ----- ------ ---------- ------  own     401 401 401 403
    account.list                   owner admin issuer compliance viewer  own     401 401 401 403
    account.chooseIssuing          owner ----- ------ ---------- ------  own     401 401 401 403
    account.export                 owner ----- ------ ---------- ------  own     401 401 401 403
    account.importArc76            owner ----- ------ ---------- ------  own     401 401 401 403
    account.notifications          owner admin issuer compliance viewer  own     401 401 401 403
    account.updateNotifications    owner admin issuer compliance viewer  own     401 401 401 403
    auth.switchOrganization        owner admin issuer compliance viewer  own     401 401 401 403
    organizations.list             owner admin issuer compliance viewer  own     401 401 401 403
    organizations.create           owner admin issuer compliance viewer  own     401 401 401 403
    members.list                   owner admin issuer compliance viewer  own     401 401 401 403
    members.leave                  owner admin issuer compliance viewer  own     401 401 401 403
    members.changeRole             owner admin ------ ---------- ------  missing 401 401 401 403
    members.remove                 owner admin ------ ---------- ------  missing 401 401 401 403
    members.transferOwnership      owner ----- ------ ---------- ------  missing 401 401 401 403
    invitations.create             owner admin ------ ---------- ------  own     401 401 401 403
    invitations.list               owner admin ------ ---------- ------  own     401 401 401 403
    invitations.accept             owner admin issuer compliance viewer  own     401 401 401 403
    invitations.resend             owner admin ------ ---------- ------  missing 401 401 401 403
    invitations.revoke             owner admin ------ ---------- ------  missing 401 401 401 403
    apiKeys.create                 owner admin ------ ---------- ------  own     401 401 401 403
    apiKeys.list                   owner admin ------ ---------- ------  own     401 401 401 403
    apiKeys.revoke                 owner admin ------ ---------- ------  missing 401 401 401 403
    tokens.issue                   owner admin issuer ---------- ------  own     401 401 401 403
    tokens.validate                owner admin issuer compliance viewer  own     401 401 401 403
    deployments.list               owner admin issuer compliance viewer  own     401 401 401 403
    deployments.get                owner admin issuer compliance viewer  missing 401 401 401 403
    deployments.why                owner admin issuer compliance viewer  missing 401 401 401 403
    deployments.cancel             owner admin issuer ---------- ------  missing 401 401 401 403
    deployments.retry              owner admin issuer ---------- ------  missing 401 401 401 403
    media.upload                   owner admin issuer ---------- ------  own     401 401 401 403
    media.get                      owner admin issuer compliance viewer  missing 401 401 401 403
    webhooks.create                owner admin ------ ---------- ------  own     401 401 401 403
    webhooks.list                  owner admin issuer ---------- ------  own     401 401 401 403
    webhooks.get                   owner admin issuer ---------- ------  missing 401 401 401 403
    webhooks.update                owner admin ------ ---------- ------  missing 401 401 401 403
    webhooks.delete                owner admin ------ ---------- ------  missing 401 401 401 403
    webhooks.rotate                owner admin ------ ---------- ------  missing 401 401 401 403
    webhooks.test                  owner admin ------ ---------- ------  missing 401 401 401 403
    webhooks.deliveries            owner admin issuer ---------- ------  missing 401 401 401 403
    webhooks.redeliver             owner admin ------ ---------- ------  missing 401 401 401 403
    events.list                    owner admin issuer compliance viewer  own     401 401 401 403
    deployments.watch              owner admin issuer compliance viewer  missing 401 401 401 403"
  `);
});

test('every key may call what one of its scopes carries, and nothing else', async () => {
  const keys = await Promise.all(
    apiKeyScopes.map(async (scope) => [scope, await h.given.apiKey(owner, [scope])] as const),
  );
  const grid: string[] = [];
  for (const route of guarded) {
    const cells: string[] = [];
    for (const [scope, { key }] of keys) {
      const allowed = await isAllowed(route, key);
      expect([route.operation, scope, allowed]).toEqual([
        route.operation,
        scope,
        hasScope(route.operation, scope),
      ]);
      cells.push(allowed ? scope : '-'.repeat(scope.length));
    }
    grid.push(`${route.operation.padEnd(28)} ${cells.join(' ')}`);
  }

  expect(grid.join('\n')).toMatchInlineSnapshot(`
    "auth.logout                  ---- ------ -------- -----
    auth.profile                 read deploy webhooks audit
    auth.changePassword          ---- ------ -------- -----
    auth.resendVerification      ---- ------ -------- -----
    auth.stepUp                  ---- ------ -------- -----
    sessions.list                ---- ------ -------- -----
    sessions.revoke              ---- ------ -------- -----
    sessions.revokeAll           ---- ------ -------- -----
    secondFactor.get             ---- ------ -------- -----
    secondFactor.enrol           ---- ------ -------- -----
    secondFactor.confirm         ---- ------ -------- -----
    secondFactor.disable         ---- ------ -------- -----
    secondFactor.renewRecoveryCodes ---- ------ -------- -----
    security.activity            ---- ------ -------- -----
    security.policy              ---- ------ -------- -----
    security.setPolicy           ---- ------ -------- -----
    account.list                 read deploy webhooks audit
    account.chooseIssuing        ---- ------ -------- -----
    account.export               ---- ------ -------- -----
    account.importArc76          ---- ------ -------- -----
    account.notifications        ---- ------ -------- -----
    account.updateNotifications  ---- ------ -------- -----
    auth.switchOrganization      ---- ------ -------- -----
    organizations.list           ---- ------ -------- -----
    organizations.create         ---- ------ -------- -----
    members.list                 ---- ------ -------- -----
    members.leave                ---- ------ -------- -----
    members.changeRole           ---- ------ -------- -----
    members.remove               ---- ------ -------- -----
    members.transferOwnership    ---- ------ -------- -----
    invitations.create           ---- ------ -------- -----
    invitations.list             ---- ------ -------- -----
    invitations.accept           ---- ------ -------- -----
    invitations.resend           ---- ------ -------- -----
    invitations.revoke           ---- ------ -------- -----
    apiKeys.create               ---- ------ -------- -----
    apiKeys.list                 ---- ------ -------- -----
    apiKeys.revoke               ---- ------ -------- -----
    tokens.issue                 ---- deploy -------- -----
    tokens.validate              read deploy -------- -----
    deployments.list             read deploy -------- -----
    deployments.get              read deploy -------- -----
    deployments.why              read deploy -------- -----
    deployments.cancel           ---- deploy -------- -----
    deployments.retry            ---- deploy -------- -----
    media.upload                 ---- deploy -------- -----
    media.get                    read deploy -------- -----
    webhooks.create              ---- ------ webhooks -----
    webhooks.list                ---- ------ webhooks -----
    webhooks.get                 ---- ------ webhooks -----
    webhooks.update              ---- ------ webhooks -----
    webhooks.delete              ---- ------ webhooks -----
    webhooks.rotate              ---- ------ webhooks -----
    webhooks.test                ---- ------ webhooks -----
    webhooks.deliveries          ---- ------ webhooks -----
    webhooks.redeliver           ---- ------ webhooks -----
    events.list                  read ------ webhooks -----
    deployments.watch            read deploy -------- -----"
  `);
});

test('a key does nothing that the role of its maker has not, from the next half second on', async () => {
  const admin = await h.given.member(owner, 'admin');
  const { key } = await h.given.apiKey(admin, apiKeyScopes);
  const issue = guarded.find(({ operation }) => operation === 'tokens.issue')!;
  expect(await isAllowed(issue, key)).toBe(true);

  h.setRole(admin, 'viewer');
  await h.clock.advance(500);

  expect((await ask(issue, key)).body.errorMessage).toBe(
    'Cannot call tokens.issue: the role of who made the API key is "viewer", should be one of "owner", "admin", "issuer"',
  );
  for (const route of guarded) {
    const allowed = isListed(route.operation, 'viewer') && hasScope(route.operation);
    expect([route.operation, await isAllowed(route, key)]).toEqual([route.operation, allowed]);
  }
});

test('a revoked key, a mistyped one and one of who left are refused everywhere, with one body', async () => {
  const revoked = await h.given.apiKey(owner, apiKeyScopes);
  const leaver = await h.given.member(owner, 'admin');
  const left = await h.given.apiKey(leaver, apiKeyScopes);
  expect((await h.request('/api/v1/auth/profile', { token: revoked.key })).status).toBe(200);
  const path = `/api/v1/api-keys/${revoked.id}`;
  await h.request(path, { method: 'DELETE', token: owner.accessToken });
  h.setRole(leaver, null);

  for (const route of guarded) {
    for (const key of [revoked.key, left.key, `${revoked.key.slice(0, -1)}_`, 'btk_live_']) {
      expect(await ask(route, key)).toMatchObject({
        status: 401,
        body: { success: false, errorCode: 'API_KEY_INVALID' },
      });
    }
  }
});

test.each(guarded)(
  '$operation asks a stranger to sign in first, and who forges too',
  async (route) => {
    const [head = '', payload = '', signature = ''] = owner.accessToken.split('.');
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
    const guessed = createHmac('sha256', 'guessed')
      .update(`${head}.${payload}`)
      .digest('base64url');
    const otherPayload = Buffer.from(
      Buffer.from(payload, 'base64url').toString().replace(owner.userId, early.userId),
    ).toString('base64url');
    const told = async (token?: string) => {
      const { status, headers, body } = await ask(route, token);
      return { status, challenge: headers.get('www-authenticate'), code: body.errorCode };
    };

    for (const token of [
      undefined,
      'no-token',
      early.accessToken,
      `${none}.${payload}.`,
      `${none}.${payload}.${signature}`,
      `${head}.${payload}.${guessed}`,
      `${head}.${otherPayload}.${signature}`,
    ]) {
      expect(await told(token)).toEqual({ status: 401, challenge: 'Bearer', code: 'UNAUTHORIZED' });
    }
  },
);

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

/** What another organization's owner is told of our things: of a missing one, or of their own. */
async function toldToStranger(route: Asked): Promise<string> {
  // Who must prove the password first would never come to the thing.
  const { accessToken } = await h.given.steppedUp(await h.given.signedInUser());
  const { status, body } = await ask(route, accessToken);
  const namesThing = Object.keys(unknownIds).some(
    (name) => name.endsWith('Id') && route.path.includes(`{${name}}`),
  );
  // That ours is answered exactly like a missing one shows otherOrganization.test.ts.
  if (!namesThing) return 'own    ';
  const isMissing = status === 404 || (status === 400 && body.errorCode !== 'FORBIDDEN');
  expect([route.operation, isMissing]).toEqual([route.operation, true]);
  return 'missing';
}

async function refusalOf(route: Asked, token: string | undefined): Promise<string> {
  const { status, body } = await ask(route, token);
  expect(refusals).toContainEqual([status, body.errorCode]);
  return String(status);
}

const refusals = [
  [401, 'UNAUTHORIZED'],
  [401, 'API_KEY_INVALID'],
  [403, 'API_KEY_SCOPE_MISSING'],
  // To an API key, of what only people do.
  [403, 'FORBIDDEN'],
];

async function givenRevokedKey(): Promise<string> {
  const { id, key } = await h.given.apiKey(owner, apiKeyScopes);
  await h.given.steppedUp(owner);
  await h.request(`/api/v1/api-keys/${id}`, { method: 'DELETE', token: owner.accessToken });
  return key;
}

async function keyWithoutScope(operation: OperationPath): Promise<string> {
  const others = apiKeyScopes.filter((scope) => !hasScope(operation, scope));
  return (await h.given.apiKey(owner, others)).key;
}

function hasScope(operation: OperationPath, scope?: ApiKeyScope): boolean {
  const permission = permissionOf(operation);
  if (permission === 'anyone') return true;
  const scopes: readonly ApiKeyScope[] = permissions[permission].scopes;
  return scope === undefined ? scopes.length > 0 : scopes.includes(scope);
}

function isListed(operation: OperationPath, role: Role): boolean {
  const permission = permissionOf(operation);
  return (
    permission === 'anyone' || (permissions[permission].roles as readonly Role[]).includes(role)
  );
}
