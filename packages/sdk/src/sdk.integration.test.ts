/** The package against the real server: real HTTP, real database, a local chain. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  AuthenticationError,
  ConflictError,
  createClient,
  createWebhookHandler,
  IdempotencyError,
  isApiError,
  NotFoundError,
  PermissionError,
  toNodeListener,
  ValidationError,
  type Session,
  type WebhookEvent,
} from './index.ts';
import { startProduct, type Product } from './testing/startProduct.ts';

const password = 'Correct-Horse-7-Battery';
const gold = {
  network: 'algorand-localnet',
  name: 'Gold',
  unitName: 'GLD',
  totalSupply: '1000000',
  decimals: 6,
};

let product: Product;
let users = 0;

beforeAll(async () => {
  product = await startProduct();
});

afterAll(async () => {
  await product[Symbol.asyncDispose]();
});

async function signUp(baseUrl = product.url) {
  const sessions: (Session | null)[] = [];
  const client = createClient({ baseUrl, onSession: (session) => void sessions.push(session) });
  const email = `user-${(users += 1)}@example.com`;
  const session = await client.auth.register({ email, password, confirmPassword: password });
  return { client, email, session, sessions };
}

const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

/** A PNG as far as anybody can tell who looks at its beginning. */
function pngOf(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  bytes.set(
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
  );
  return bytes;
}

test('a program issues and watches with its key alone, within its scopes, until the key is revoked', async () => {
  const { client, session } = await signUp();
  const ledger = { name: 'Ledger', scopes: ['deploy' as const] };
  await expect(client.apiKeys.create(ledger)).rejects.toMatchObject({ code: 'STEP_UP_REQUIRED' });
  const { id, key } = await client.apiKeys.create({ ...ledger, password });
  const program = createClient({ baseUrl: product.url, apiKey: key });

  const accepted = await program.tokens.issue('asa-ft', gold);
  const seen: string[] = [];
  for await (const { status } of program.deployments.watch(accepted.deploymentId))
    seen.push(status);

  expect(seen.at(-1)).toBe('Completed');
  expect(await program.auth.profile()).toMatchObject({ userId: session.userId, apiKeyId: id });
  expect(await caught(program.webhooks.list())).toMatchObject({ code: 'API_KEY_SCOPE_MISSING' });
  expect(await caught(program.apiKeys.list())).toMatchObject({ code: 'FORBIDDEN' });
  expect(await caught(program.auth.logout())).toBeInstanceOf(PermissionError);

  await client.apiKeys.revoke(id);

  expect(await caught(program.deployments.get(accepted.deploymentId))).toMatchObject({
    name: 'AuthenticationError',
    code: 'API_KEY_INVALID',
  });
  const { items } = await client.apiKeys.list();
  expect(items).toMatchObject([{ id, lastUsedAt: expect.any(String) }]);
  expect(JSON.stringify(items)).not.toContain(key);
});

test('a user goes from one organization to another, and the session goes along', async () => {
  const { client, session, sessions } = await signUp();
  const { id, algorandAddress } = await client.organizations.create({ name: 'Second' });

  const switched = await client.auth.switchOrganization({ organizationId: id });

  expect(sessions.at(-1)).toEqual(switched);
  expect(switched.algorandAddress).toBe(algorandAddress);
  expect(await client.auth.profile()).toMatchObject({ organizationId: id, role: 'owner' });
  expect((await client.organizations.list()).items).toMatchObject([
    { isCurrent: false },
    { id, isCurrent: true },
  ]);
  const members = await Array.fromAsync(client.members.listAll());
  expect(members).toMatchObject([{ userId: session.userId, role: 'owner' }]);
  expect(await caught(client.members.leave())).toMatchObject({ code: 'OWNER_REQUIRED' });
  expect(await caught(client.invitations.accept({ token: 'unknown' }))).toMatchObject({
    code: 'INVITATION_INVALID',
  });
});

test('a file is uploaded whatever it comes as, once, and named by a token', async () => {
  const { client } = await signUp();
  const bytes = pngOf(2_000_000);
  async function* inParts() {
    yield bytes.subarray(0, 70_000);
    yield bytes.subarray(70_000);
  }

  const media = await client.media.upload(new Blob([bytes], { type: 'image/png' }));
  const again = await client.media.upload(inParts(), { type: 'image/png', name: 'cover.png' });

  expect(media).toMatchObject({ mimeType: 'image/png', size: 2_000_000 });
  expect(again).toEqual(media);
  expect(await client.media.get(media.mediaId)).toEqual(media);
  const served = await fetch(`${product.url}/ipfs/${media.cid}`);
  expect(new Uint8Array(await served.arrayBuffer())).toEqual(bytes);

  const accepted = await client.tokens.issue('arc3-nft', {
    network: 'algorand-localnet',
    name: 'Cover',
    unitName: 'COVER',
    metadata: {},
    mediaId: media.mediaId,
  });
  const deployment = await client.deployments.wait(accepted.deploymentId);
  expect(deployment).toMatchObject({ status: 'Completed', parameters: { mediaCid: media.cid } });
});

test('a file of 20 MB is taken; a larger one and a lying one are refused while they are still sent', async () => {
  const { client } = await signUp();
  const largest = pngOf(20 * 1024 * 1024);
  const tooLarge = pngOf(largest.length + 1);

  expect(await client.media.upload(largest, { type: 'image/png' })).toMatchObject({
    size: largest.length,
  });
  for (const [bytes, type, code] of [
    [tooLarge, 'image/png', 'PAYLOAD_TOO_LARGE'],
    [pngOf(30_000_000), 'image/png', 'PAYLOAD_TOO_LARGE'],
    [largest, 'image/jpeg', 'MEDIA_TYPE_REFUSED'],
  ] as const) {
    const refusal = await caught(client.media.upload(bytes, { type, retries: 0 }));
    expect(isApiError(refusal, code)).toBe(true);
  }
  expect(await caught(client.media.get('med_00000000'))).toBeInstanceOf(NotFoundError);
});

test('a new user issues a token and waits until it is completed', async () => {
  const { client, session } = await signUp();
  const seen: string[] = [];

  const plan = await client.tokens.validate('asa-ft', gold);
  const accepted = await client.tokens.issue('asa-ft', { ...gold, reference: 'order 7' });
  const deployment = await client.deployments.wait(accepted.deploymentId, {
    onUpdate: ({ status }) => void seen.push(status),
  });

  expect(seen).toEqual(['Queued', 'Submitted', 'Pending', 'Confirmed', 'Indexed', 'Completed']);
  expect(deployment).toMatchObject({
    status: 'Completed',
    issuer: session.algorandAddress,
    parameters: plan.parameters,
    assetId: expect.stringMatching(/^[1-9]\d*$/),
    nextPollMs: null,
  });
  expect(deployment.readBack?.every(({ equal }) => equal)).toBe(true);

  const { deploymentId } = deployment;
  const { items } = await client.deployments.list({ reference: 'order 7', limit: 1 });
  expect(items).toMatchObject([{ deploymentId, assetId: deployment.assetId }]);
  expect(await client.deployments.why(deploymentId)).toMatchObject({ waitingFor: null });
  expect(await Array.fromAsync(client.deployments.watch(deploymentId))).toEqual(deployment.history);
  expect((await client.auth.profile()).userId).toBe(session.userId);
  expect((await client.networks.list()).items.find(({ id }) => id === gold.network)).toMatchObject({
    usable: true,
    sponsored: true,
  });
});

test('one key makes one deployment, also in parallel, and refuses another request', async () => {
  const { client } = await signUp();
  const options = { idempotencyKey: 'order 7' };

  const answers = await Promise.all(
    Array.from({ length: 5 }, () => client.tokens.issue('asa-ft', gold, options)),
  );
  const other = client.tokens.issue('asa-ft', { ...gold, name: 'Silver' }, options);

  expect(new Set(answers.map(({ deploymentId }) => deploymentId)).size).toBe(1);
  expect(await Array.fromAsync(client.deployments.listAll())).toHaveLength(1);
  expect(await caught(other)).toBeInstanceOf(IdempotencyError);
});

test('every refusal is a typed error', async () => {
  const { client, email } = await signUp();
  const stranger = createClient({ baseUrl: product.url });

  const invalid = await caught(client.tokens.issue('asa-ft', { ...gold, name: '', decimals: 20 }));
  expect(invalid).toBeInstanceOf(ValidationError);
  expect((invalid as ValidationError).problems.map(({ path }) => path).toSorted()).toEqual([
    'decimals',
    'name',
  ]);

  const missing = await caught(client.deployments.get('dep_aaaaaaaaaaaaaaaaaaaa'));
  expect(missing).toBeInstanceOf(NotFoundError);
  expect(isApiError(missing, 'DEPLOYMENT_NOT_FOUND')).toBe(true);

  const { deploymentId } = await client.tokens.issue('asa-ft', gold);
  await client.deployments.wait(deploymentId);
  const late = await caught(client.deployments.cancel(deploymentId));
  expect(late).toBeInstanceOf(ConflictError);
  expect(isApiError(late, 'DEPLOYMENT_NOT_CANCELLABLE')).toBe(true);

  expect(await caught(stranger.auth.profile())).toBeInstanceOf(AuthenticationError);
  const wrong = await caught(stranger.auth.login({ email, password: 'Wrong-1!' }));
  expect(isApiError(wrong, 'INVALID_CREDENTIALS')).toBe(true);
  const again = { email, password, confirmPassword: password };
  expect(isApiError(await caught(stranger.auth.register(again)), 'USER_ALREADY_EXISTS')).toBe(true);
});

test('an expired access token is renewed, once for all calls, and a logout ends it all', async () => {
  await using own = await startProduct();
  const { client, email, sessions } = await signUp(own.url);

  own.moveClock(61 * 60_000);
  await Promise.all([client.auth.profile(), client.deployments.list(), client.auth.profile()]);
  await client.auth.logout();

  expect(sessions).toHaveLength(3);
  expect(sessions[1]?.refreshToken).not.toBe(sessions[0]?.refreshToken);
  expect(sessions[2]).toBeNull();
  expect(await caught(client.auth.profile())).toBeInstanceOf(AuthenticationError);

  const stale = createClient({ baseUrl: own.url, session: sessions[1] ?? undefined });
  expect(await caught(stale.auth.profile())).toBeInstanceOf(AuthenticationError);
  expect((await client.auth.login({ email, password })).email).toBe(email);
});

test('webhooks arrive verified and in order, and are the same as the events by cursor', async () => {
  const { client } = await signUp();
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const received: WebhookEvent[] = [];
  const completed = Promise.withResolvers<void>();

  try {
    const endpoint = await client.webhooks.create({ url, description: 'Test' });
    const handler = createWebhookHandler({
      secret: endpoint.secret,
      onEvent(event) {
        received.push(event);
        if (event.type === 'deployment.completed') completed.resolve();
      },
      onError: (error) => completed.reject(error),
    });
    server.on('request', toNodeListener(handler));
    await client.tokens.issue('asa-ft', gold);
    await completed.promise;

    const { items } = await client.events.list();
    expect(received).toEqual(items);
    expect(received.map(({ data }) => 'sequence' in data && data.sequence)).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);

    const { id } = endpoint;
    expect((await client.webhooks.list()).items).toHaveLength(1);
    expect(await client.webhooks.get(id)).toMatchObject({ url, status: 'enabled' });
    expect((await client.webhooks.deliveries(id)).items).toHaveLength(6);
    expect((await client.webhooks.rotate(id)).secret).not.toBe(endpoint.secret);
    expect((await client.webhooks.test(id)).deliveryId).toMatch(/^whd_/);
    expect(await client.webhooks.update(id, { status: 'disabled' })).toMatchObject({
      status: 'disabled',
    });
    await client.webhooks.delete(id);
    expect(await caught(client.webhooks.get(id))).toBeInstanceOf(NotFoundError);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('a wait goes on through a restart of the server', async () => {
  // No block comes by itself, so the deployment is Pending when the server goes down.
  await using own = await startProduct({ blockTimeMs: 3_600_000 });
  const { client } = await signUp(own.url);
  const { deploymentId } = await client.tokens.issue('asa-ft', gold);
  const pending = Promise.withResolvers<void>();
  const seen: number[] = [];

  const waiting = client.deployments.wait(deploymentId, {
    onUpdate({ sequence, status }) {
      seen.push(sequence);
      if (status === 'Pending') pending.resolve();
    },
  });
  await pending.promise;
  await own.restart(() => own.node.makeBlocks());

  expect((await waiting).status).toBe('Completed');
  expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
});
