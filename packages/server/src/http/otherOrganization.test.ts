/**
 * Another organization's thing answers exactly like a missing one: by every id and every cursor that an operation takes.
 *
 * Which these are is read from the schemas of the operations, so a new one without a line here fails.
 */
import { standards, tokenTypes } from '@biatec-tokens/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createHarness, type Harness, type SignedInUser } from '../testing/createHarness.ts';
import { onePixelPng, pngOfSize } from '../testing/mediaFiles.ts';
import { bond, validRequests } from '../testing/tokenExamples.ts';
import { appRouter, findProcedure, type OperationPath } from '../trpc/router.ts';
import { routes, type Route } from './rest/routes.ts';

/** Texts that name nothing which belongs to an organization: what they say counts, for everybody alike. */
const values = new Set(
  [
    'email password confirmPassword currentPassword newPassword fullName totp recoveryCode acceptedTerms',
    // Whoever holds these may use them; each has attacks of its own.
    'refreshToken token invitationToken',
    'name description url network reference tokenType role symbol unitName metadataHash',
    'totalSupply initialSupply cap partition uri sha256',
    // Addresses on chains are public.
    'manager reserve freeze clawback initialReceiver expectedAddress',
    'image imageMimetype externalUrl animationUrl integrity locale locales default extraMetadata',
  ].flatMap((names) => names.split(' ')),
);

/** Where the cursors of a list come from. */
const cursors: Readonly<Record<string, (owner: SignedInUser) => string>> = {
  'sessions.list cursor': () => '/api/v1/auth/sessions',
  'security.activity cursor': () => '/api/v1/security/activity',
  'apiKeys.list cursor': () => '/api/v1/api-keys',
  'members.list cursor': () => '/api/v1/members',
  'invitations.list cursor': () => '/api/v1/invitations',
  'deployments.list cursor': () => '/api/v1/deployment-status',
  'webhooks.list cursor': () => '/api/v1/webhooks',
  'webhooks.deliveries cursor': () => `/api/v1/webhooks/${ours['endpointId']}/deliveries`,
  'events.list after': () => '/api/v1/events',
};

/** Each id of another organization, and what else the request needs to come as far as looking for it. */
const ids: Readonly<Record<string, () => object>> = {
  'auth.switchOrganization organizationId': () => ({}),
  'sessions.revoke sessionId': () => ({}),
  'apiKeys.revoke apiKeyId': () => ({}),
  'account.chooseIssuing accountId': () => ({}),
  'members.changeRole userId': () => ({ role: 'viewer' }),
  'members.remove userId': () => ({}),
  'members.transferOwnership userId': () => ({}),
  'invitations.resend invitationId': () => ({}),
  'invitations.revoke invitationId': () => ({}),
  'tokens.issue mediaId': () => ({ tokenType: 'arc3-nft', ...arc3 }),
  'tokens.validate mediaId': () => ({ tokenType: 'arc3-nft', ...arc3 }),
  'deployments.get deploymentId': () => ({}),
  'deployments.why deploymentId': () => ({}),
  'deployments.cancel deploymentId': () => ({}),
  'deployments.retry deploymentId': () => ({}),
  'deployments.watch deploymentId': () => ({}),
  'media.get mediaId': () => ({}),
  'webhooks.get endpointId': () => ({}),
  'webhooks.update endpointId': () => ({ description: 'mine now' }),
  'webhooks.delete endpointId': () => ({}),
  'webhooks.rotate endpointId': () => ({}),
  'webhooks.test endpointId': () => ({}),
  'webhooks.deliveries endpointId': () => ({}),
  'webhooks.redeliver endpointId': () => ({ createdAfter: '2026-01-01T00:00:00Z' }),
  'webhooks.redeliver deliveryId': () => ({ endpointId: strangersEndpoint }),
};
const arc3 = { ...validRequests['arc3-nft'], network: 'algorand-localnet' };

let h: Harness;
let owner: SignedInUser;
let stranger: SignedInUser;
let strangersEndpoint: string;
let ours: Record<string, string>;
let missing: Record<string, string>;
/** Whatever names something of the owner's organization. */
let traces: string[];

beforeAll(async () => {
  h = await createHarness();
  [owner, stranger] = (await Promise.all(
    [1, 2].map(async () => h.given.steppedUp(await h.given.signedInUser())),
  )) as [SignedInUser, SignedInUser];
  h.run("UPDATE organizations SET tier = 'Enterprise'");
  await h.clock.advance(1_000);
  strangersEndpoint = (await givenEndpoint(stranger)).id;

  // Two of everything, so that every list has a second page.
  const deployments = [
    await post('/api/v1/token/asa-ft', bond),
    await post('/api/v1/token/asa-ft', bond),
  ];
  const endpoints = [await givenEndpoint(owner), await givenEndpoint(owner)];
  const media = [
    await h.given.media(owner, onePixelPng, 'image/png'),
    await h.given.media(owner, pngOfSize(100), 'image/png'),
  ];
  const keys = [await h.given.apiKey(owner, ['read']), await h.given.apiKey(owner, ['read'])];
  const invitations = [
    await post('/api/v1/invitations', { email: 'guest-1@example.com', role: 'viewer' }),
    await post('/api/v1/invitations', { email: 'guest-2@example.com', role: 'viewer' }),
  ];
  const member = await h.given.member(owner, 'admin');
  const session = await h.given.session(owner);
  await post(`/api/v1/webhooks/${endpoints[0]?.id}/test`, {});
  await post(`/api/v1/webhooks/${endpoints[0]?.id}/test`, {});
  const deliveries = await read(`/api/v1/webhooks/${endpoints[0]?.id}/deliveries`, owner);

  const { ids: make } = h.deps;
  ours = {
    organizationId: owner.organizationId,
    sessionId: session.sessionId,
    apiKeyId: keys[0]?.id ?? '',
    userId: member.userId,
    invitationId: invitations[0].id,
    mediaId: media[0] ?? '',
    deploymentId: deployments[0].deploymentId,
    endpointId: endpoints[0]?.id ?? '',
    deliveryId: deliveries.items[0].id,
    accountId: (await h.deps.store.getIssuer(owner.organizationId, 'evm')).id,
  };
  missing = {
    organizationId: make.next('organization'),
    sessionId: make.next('session'),
    apiKeyId: make.next('apiKey'),
    userId: make.guid(),
    invitationId: make.next('invitation'),
    mediaId: make.next('media'),
    deploymentId: make.next('deployment'),
    endpointId: make.next('endpoint'),
    deliveryId: make.next('delivery'),
    accountId: make.next('account'),
  };
  traces = [...Object.values(ours), owner.userId, owner.sessionId, ...media]
    .concat(deployments.map(({ deploymentId }) => deploymentId))
    .concat([...endpoints, ...keys, ...invitations, ...deliveries.items].map(({ id }) => id));
});
afterAll(() => h[Symbol.asyncDispose]());

async function post(path: string, body: object, by = owner) {
  const answer = await h.request(path, { body, token: by.accessToken });
  expect([path, answer.status < 300, answer.body]).toEqual([path, true, answer.body]);
  return answer.body;
}

async function read(path: string, by: SignedInUser) {
  const answer = await h.request(path, { token: by.accessToken });
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.body;
}

const givenEndpoint = (by: SignedInUser): Promise<{ id: string }> =>
  post('/api/v1/webhooks', { url: 'http://127.0.0.1:9999/hook' }, by);

/** Every text that an operation takes, as `webhooks.get endpointId`, by the schemas. */
function textsTaken(): string[] {
  const all = (Object.keys(appRouter._def.procedures) as OperationPath[]).flatMap((operation) => {
    const inputs = findProcedure(operation)._def.inputs as z.ZodType[];
    const bodies = operation.startsWith('tokens.')
      ? tokenTypes.map((tokenType) => standards[tokenType].request)
      : [];
    return [...inputs, ...bodies].flatMap((schema) =>
      textsOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })).map(
        (name) => `${operation} ${name}`,
      ),
    );
  });
  return [...new Set(all)];
}

interface JsonSchema {
  readonly type?: unknown;
  readonly enum?: unknown;
  readonly const?: unknown;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly items?: unknown;
  readonly anyOf?: readonly unknown[];
  readonly oneOf?: readonly unknown[];
  readonly allOf?: readonly unknown[];
}

/** Names of the fields that hold free text, at any depth. */
function textsOf(schema: unknown, name = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const json = schema as JsonSchema;
  const inside = [
    ...Object.entries(json.properties ?? {}).flatMap(([field, one]) => textsOf(one, field)),
    ...[json.anyOf, json.oneOf, json.allOf].flatMap((some) =>
      (some ?? []).flatMap((one) => textsOf(one, name)),
    ),
    ...textsOf(json.items, name),
  ];
  const isText = json.type === 'string' && json.enum === undefined && json.const === undefined;
  return isText && json.format !== 'date-time' ? [name, ...inside] : inside;
}

test('every id and every cursor that an operation takes has its line above', () => {
  const things = textsTaken().filter((text) => !values.has(text.split(' ')[1] ?? ''));

  expect(things.toSorted()).toEqual([...Object.keys(ids), ...Object.keys(cursors)].toSorted());
});

test.each(Object.keys(ids))(
  '%s: that of another organization is as good as missing',
  async (line) => {
    const [operation = '', field = ''] = line.split(' ');
    const before = await stateOf();
    const ask = async (from: Record<string, string>) => {
      const value = from[field] ?? '';
      const { status, body, headers } = await request(operation, {
        ...ids[line]?.(),
        [field]: value,
      });
      const { correlationId: _, timestamp: __, ...same } = body;
      const names = [...headers.keys()].toSorted();
      return { status, names, body: JSON.parse(JSON.stringify(same).replaceAll(value, 'ID')) };
    };

    const foreign = await ask(ours);

    expect(foreign).toEqual(await ask(missing));
    expect(foreign.status).toBe(field === 'mediaId' && operation !== 'media.get' ? 400 : 404);
    expect(await stateOf()).toEqual(before);
  },
);

test.each(Object.entries(cursors))(
  '%s: that of another organization shows nothing of it',
  async (line, pathOf) => {
    const ownersList = pathOf(owner);
    const strangersList = ownersList.replace(ours['endpointId'] ?? '', strangersEndpoint);
    const name = line.split(' ')[1] ?? '';
    const { nextCursor } = await read(`${ownersList}?limit=1`, owner);
    expect(nextCursor).toEqual(expect.any(String));

    const foreign = await read(`${strangersList}?${name}=${nextCursor}`, stranger);
    const unknown = await read(`${strangersList}?${name}=${toMissing(nextCursor)}`, stranger);

    expect(foreign).toEqual({ ...unknown, nextCursor: foreign.nextCursor });
    for (const trace of traces) expect(JSON.stringify(foreign.items)).not.toContain(trace);
  },
);

test('whatever else can be read shows nothing of another organization', async () => {
  const open = (routes as readonly Route[]).filter(
    ({ method, path }) => method === 'GET' && !path.includes('{'),
  );
  expect(open.length).toBeGreaterThan(10);
  for (const { path } of open) {
    const text = JSON.stringify(await read(path, stranger));
    for (const trace of traces) expect([path, text.includes(trace)]).toEqual([path, false]);
  }
});

/** A cursor of the same list at the same place, but of a thing that is not there. */
function toMissing(cursor: string): string {
  const place = Buffer.from(cursor, 'base64url').toString();
  // Only its last letter differs, so that it stands where the other one stood.
  const another = place.replace(/\w$/, (last) => (last === '0' ? '1' : '0'));
  const isPlace = /^\w+ \d+$/.test(place);
  return Buffer.from(isPlace ? place : another).toString('base64url');
}

/** Asks as the stranger: fields of the path go there, the others into the body. */
function request(operation: string, fields: Record<string, unknown>) {
  const route = [
    ...(routes as readonly Route[]),
    {
      operation: 'deployments.watch',
      method: 'GET',
      path: '/api/v1/deployment-status/{deploymentId}/events',
    } as const,
  ].find((one) => one.operation === operation);
  if (route === undefined) throw new Error(`No route leads to ${operation}`);
  const rest = { ...fields };
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(rest[name]);
    delete rest[name];
    return value;
  });
  return h.request(path, {
    method: route.method,
    token: stranger.accessToken,
    ...(Object.keys(rest).length === 0 ? {} : { body: rest }),
  });
}

/** What the owner's organization has. */
async function stateOf() {
  const { store } = h.deps;
  const { organizationId } = owner;
  return [
    await store.findDeployment(organizationId, ours['deploymentId'] ?? ''),
    await store.findEndpoint(organizationId, ours['endpointId'] ?? ''),
    await store.listApiKeys(organizationId, { limit: 10 }),
    await store.listInvitations(organizationId, { limit: 10 }),
    await store.listMembers(organizationId, { limit: 10 }),
    await read('/api/v1/auth/sessions', owner),
  ];
}
