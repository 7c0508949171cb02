import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHarness, type Harness, type SignedInUser } from '../testing/createHarness.ts';
import { onePixelPng } from '../testing/mediaFiles.ts';
import { bond } from '../testing/tokenExamples.ts';
import { permissionOf } from '../trpc/router.ts';
import { routes, type Route } from './rest/routes.ts';
import { deploymentEventsPath } from './deploymentEvents.ts';

const eventStream = {
  operation: 'deployments.events',
  method: 'GET',
  path: deploymentEventsPath,
} as const;

const authedRoutes = [
  ...(routes as readonly Route[]).filter(({ operation }) => permissionOf(operation) !== 'anyone'),
  eventStream,
];

let h: Harness;
let owner: SignedInUser;
let stranger: SignedInUser;
let ids: Record<string, string>;
let unknownIds: Record<string, string>;

beforeAll(async () => {
  h = await createHarness();
  owner = await h.given.signedInUser();
  // Who must prove the password first would never come to the thing.
  stranger = await h.given.steppedUp(await h.given.signedInUser());
  const { accessToken: token } = owner;
  const issued = await h.request('/api/v1/token/asa-ft', { method: 'POST', token, body: bond });
  const hook = await h.request('/api/v1/webhooks', {
    method: 'POST',
    token,
    body: { url: 'http://127.0.0.1:9999/hook' },
  });
  const mediaId = await h.given.media(owner, onePixelPng, 'image/png');
  const { id: apiKeyId } = await h.given.apiKey(owner, ['read']);
  ids = {
    deploymentId: issued.body.deploymentId,
    endpointId: hook.body.id,
    mediaId,
    apiKeyId,
    sessionId: owner.sessionId,
    invitationId: await givenInvitation(),
    userId: owner.userId,
    tokenType: 'asa-ft',
  };
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

const fill = (path: string, values: Record<string, string>) =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

const namesThing = ({ path }: { path: string }) =>
  /\{(deployment|endpoint|media|apiKey|session|invitation|user)Id\}/.test(path);

test.each(authedRoutes)('$operation refuses a request without a token', async (route) => {
  const answer = await h.request(fill(route.path, ids), { method: route.method });

  expect(answer).toMatchObject({
    status: 401,
    body: { success: false, errorCode: 'UNAUTHORIZED' },
  });
  expect(answer.headers.get('www-authenticate')).toBe('Bearer');
});

test.each(authedRoutes)('$operation refuses forged tokens', async (route) => {
  const [head = '', payload = '', signature = ''] = owner.accessToken.split('.');
  const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  const forged = createHmac('sha256', 'guessed').update(`${head}.${payload}`).digest('base64url');
  const otherPayload = Buffer.from(
    Buffer.from(payload, 'base64url').toString().replace(owner.userId, stranger.userId),
  ).toString('base64url');

  for (const token of [
    'no-token',
    `${none}.${payload}.`,
    `${none}.${payload}.${signature}`,
    `${head}.${payload}.${forged}`,
    `${head}.${otherPayload}.${signature}`,
  ]) {
    expect(await h.request(fill(route.path, ids), { method: route.method, token })).toMatchObject({
      status: 401,
      body: { errorCode: 'UNAUTHORIZED' },
    });
  }
});

test.each(authedRoutes.filter(namesThing))(
  "$operation answers another organization's id exactly like a missing one",
  async (route) => {
    const ask = async (values: Record<string, string>) => {
      const { status, body } = await h.request(fill(route.path, values), {
        method: route.method,
        token: stranger.accessToken,
        ...(route.operation === 'webhooks.redeliver'
          ? { body: { createdAfter: '2026-01-01T00:00:00Z' } }
          : {}),
        ...(route.operation === 'members.changeRole' ? { body: { role: 'viewer' } } : {}),
      });
      const text = JSON.stringify({ ...body, correlationId: '' });
      return {
        status,
        text: text.replaceAll(/(dep|med|whe|key|ses|inv)_\w+|[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID'),
      };
    };
    const before = await stateOf();

    const foreign = await ask(ids);

    expect(foreign.status).toBe(404);
    expect(foreign).toEqual(await ask(unknownIds));
    expect(await stateOf()).toEqual(before);
  },
);

test('lists show nothing of another organization', async () => {
  for (const path of [
    '/api/v1/deployment-status',
    '/api/v1/webhooks',
    '/api/v1/events',
    '/api/v1/api-keys',
    '/api/v1/invitations',
  ]) {
    const { body } = await h.request(path, { token: stranger.accessToken });
    expect(body.items).toEqual([]);
  }
});

test('after logout the token is void at once', async () => {
  const user = await h.given.signedInUser();
  const profile = () => h.request('/api/v1/auth/profile', { token: user.accessToken });
  expect((await profile()).status).toBe(200);

  await h.request('/api/v1/auth/logout', { method: 'POST', token: user.accessToken });

  expect(await profile()).toMatchObject({ status: 401, body: { errorCode: 'UNAUTHORIZED' } });
});

// Last: it moves the clock past the hour of every token.
test('an expired token is refused by every operation', async () => {
  await h.clock.advance(3_601_000);

  for (const route of authedRoutes) {
    const asked = { method: route.method, token: owner.accessToken };
    expect(await h.request(fill(route.path, ids), asked)).toMatchObject({
      status: 401,
      body: { errorCode: 'UNAUTHORIZED' },
    });
  }
});

async function givenInvitation(): Promise<string> {
  const { clock, ids, store } = h.deps;
  const [audit] = await store.listAudit(owner.organizationId, 1);
  const createdAt = clock.now();
  const [id, to, expiresAt] = [ids.next('invitation'), 'guest@example.com', createdAt];
  const mail = { id: ids.next('mail'), kind: 'invitation', userId: null, to, facts: {} } as const;
  await store.createInvitation({
    invitation: {
      id,
      organizationId: owner.organizationId,
      email: to,
      role: 'viewer',
      invitedBy: owner.userId,
      hash: id,
      createdAt,
      expiresAt,
      acceptedAt: null,
      revokedAt: null,
    },
    mail: { ...mail, sealedToken: null, expiresAt, createdAt },
    audit: { ...audit!, id: ids.next('audit') },
  });
  return id;
}

async function stateOf() {
  const { store } = h.deps;
  return [
    await store.findDeployment(owner.organizationId, ids['deploymentId'] ?? ''),
    await store.findEndpoint(owner.organizationId, ids['endpointId'] ?? ''),
    await store.listApiKeys(owner.organizationId, { limit: 10 }),
    await store.listInvitations(owner.organizationId, { limit: 10 }),
    await store.listMembers(owner.organizationId, { limit: 10 }),
  ];
}
