import { fingerprint } from '@biatec-tokens/core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { KeyProviderUnavailableError } from '../keys/keyServiceErrors.ts';
import { createHarness, type Harness, type SignedInUser } from '../testing/createHarness.ts';
import { bond } from '../testing/tokenExamples.ts';

let h: Harness;
let user: SignedInUser;
beforeAll(async () => {
  h = await createHarness();
});
afterAll(() => h[Symbol.asyncDispose]());

function issue(key: string, body: unknown = bond, token = user.accessToken) {
  const headers = { 'idempotency-key': key };
  return h.request('/api/v1/token/asa-ft', { method: 'POST', token, body, headers });
}

async function countOwn(): Promise<number> {
  const { items } = await h.deps.store.listDeployments(user.organizationId, {}, { limit: 100 });
  return items.length;
}

test('the same key and body give the first answer again, and say so', async () => {
  user = await h.given.signedInUser();
  const first = await issue('order-1');
  const second = await issue('order-1', Object.fromEntries(Object.entries(bond).toReversed()));

  expect(first.status).toBe(202);
  expect(first.headers.get('idempotent-replayed')).toBeNull();
  expect(second.status).toBe(202);
  expect(second.headers.get('idempotent-replayed')).toBe('true');
  expect(second.body).toEqual(first.body);
  expect(await countOwn()).toBe(1);
});

test('200 identical posts at once make one deployment', async () => {
  user = await h.given.signedInUser();

  const answers = await Promise.all(Array.from({ length: 200 }, () => issue('storm')));

  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  expect(new Set(answers.map(({ body }) => body.deploymentId)).size).toBe(1);
  expect(answers.filter(({ headers }) => headers.has('idempotent-replayed'))).toHaveLength(199);
  expect(await countOwn()).toBe(1);
});

test('the same key with another body answers 422, also when the other body is invalid', async () => {
  user = await h.given.signedInUser();
  await issue('order-2');

  for (const body of [
    { ...bond, totalSupply: '2' },
    { ...bond, totalSupply: 'many' },
  ]) {
    expect(await issue('order-2', body)).toMatchObject({
      status: 422,
      body: { errorCode: 'IDEMPOTENCY_KEY_MISMATCH' },
    });
  }
  expect(await countOwn()).toBe(1);
});

test('keys of other organizations and other operations do not meet', async () => {
  user = await h.given.signedInUser();
  const other = await h.given.signedInUser();
  const [mine, theirs] = [await issue('shared'), await issue('shared', bond, other.accessToken)];

  expect(theirs.body.deploymentId).not.toBe(mine.body.deploymentId);
  expect(theirs.headers.get('idempotent-replayed')).toBeNull();
});

test('a refused request leaves its key free for the mended body', async () => {
  user = await h.given.signedInUser();

  expect((await issue('mended', { ...bond, decimals: 20 })).status).toBe(400);
  expect((await issue('mended', bond)).status).toBe(202);
});

test.each(['', 'ä', 'a'.repeat(256), 'tab\tin it'])('the key %j is refused', async (key) => {
  user = await h.given.signedInUser();
  // Over the wire every byte of a header is one latin-1 character.
  const sent = Buffer.from(key).toString('latin1');

  expect(await issue(sent)).toMatchObject({
    status: 400,
    body: { errorCode: 'IDEMPOTENCY_KEY_INVALID' },
  });
  expect(await countOwn()).toBe(0);
});

test('every other mutating operation repeats its first answer too, its secret included', async () => {
  user = await h.given.signedInUser();
  const create = (url: string) =>
    h.request('/api/v1/webhooks', {
      method: 'POST',
      token: user.accessToken,
      body: { url },
      headers: { 'idempotency-key': 'hook' },
    });

  const first = await create('http://127.0.0.1:9999/hook');
  const second = await create('http://127.0.0.1:9999/hook');
  const other = await create('http://127.0.0.1:9999/other');

  expect(first.status).toBe(201);
  expect(second.body).toEqual(first.body);
  expect(second.body.secret).toMatch(/^whsec_/);
  expect(second.headers.get('idempotent-replayed')).toBe('true');
  expect(other.status).toBe(422);
});

test('while the first is in flight a repetition waits, then answers 409 with Retry-After', async () => {
  user = await h.given.signedInUser();
  const { body: accepted } = await issue('in-flight');
  const path = `${accepted.statusUrl}/cancel`;
  const claim = {
    organizationId: user.organizationId,
    operation: 'deployments.cancel',
    key: 'slow',
    fingerprint: fingerprint({ deploymentId: accepted.deploymentId }),
  };
  const now = h.clock.now();
  const until = new Date(now.getTime() + 60_000);
  await h.deps.store.claimIdempotencyKey(claim, { now, until });

  const asking = h.request(path, {
    method: 'POST',
    token: user.accessToken,
    headers: { 'idempotency-key': 'slow' },
  });
  const answer = await h.clock.advanceUntil(asking, 50);

  expect(answer).toMatchObject({ status: 409, body: { errorCode: 'IDEMPOTENCY_IN_PROGRESS' } });
  expect(answer.headers.get('retry-after')).toMatch(/^[1-9]/);
});

test.each([
  ['of one character', 'k'],
  ['as long as its owner could just be sealed', 'k'.repeat(255 - 'webhooks.create:'.length)],
  ['one longer', 'k'.repeat(256 - 'webhooks.create:'.length)],
  ['of 255 characters', '~'.repeat(255)],
])('a key %s works where answers are sealed', async (_, key) => {
  user = await h.given.signedInUser();
  const create = () =>
    h.request('/api/v1/webhooks', {
      token: user.accessToken,
      body: { url: 'http://127.0.0.1:9999/hook' },
      headers: { 'idempotency-key': key },
    });

  const [first, second] = [await create(), await create()];

  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.body).toEqual(first.body);
  expect(second.headers.get('idempotent-replayed')).toBe('true');
});

test('while the key provider is away nothing is done whose answer could not be kept; the key stays free', async () => {
  user = await h.given.signedInUser();
  const { body: accepted } = await issue('to-cancel');
  const cancel = () =>
    h.request(`${accepted.statusUrl}/cancel`, {
      method: 'POST',
      token: user.accessToken,
      headers: { 'idempotency-key': 'cancel-it' },
    });
  const status = async () =>
    (await h.request(accepted.statusUrl, { token: user.accessToken })).body.status;
  const away = vi
    .spyOn(h.parts.keyProvider, 'wrap')
    .mockRejectedValue(
      new KeyProviderUnavailableError({ provider: 'test', problem: 'unreachable', label: '' }),
    );

  expect(await cancel()).toMatchObject({ status: 503 });
  expect(await status()).toBe('Queued');
  away.mockRestore();
  const done = await cancel();

  expect(done).toMatchObject({ status: 200, body: { status: 'Cancelled' } });
  expect(done.headers.get('idempotent-replayed')).toBeNull();
  expect((await cancel()).headers.get('idempotent-replayed')).toBe('true');
});
