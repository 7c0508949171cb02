import { randomBytes } from 'node:crypto';
import {
  parseWebhookSigner,
  webhookEventTypes,
  type AppError,
  type ErrorCode,
} from '@biatec-tokens/core';
import { expect, test } from 'vitest';
import { createWebhookHarness } from '../../webhooks/testing/createWebhookHarness.ts';

const url = 'https://partner.example/hooks';

function refusal(code: ErrorCode, details?: object) {
  return { cause: expect.objectContaining({ code, ...(details && { details }) }) };
}

test('create() answers with the endpoint and its secret, which nothing shows again', async () => {
  await using h = await createWebhookHarness();
  const { webhooks } = (await h.register()).calls();

  const created = await webhooks.create({ url, description: 'Ledger' });
  const { secret, ...shown } = created;
  const { items } = await webhooks.list({});

  expect(shown).toEqual({
    success: true,
    id: expect.stringMatching(/^whe_/),
    url,
    events: [...webhookEventTypes],
    description: 'Ledger',
    status: 'enabled',
    disabledReason: null,
    createdAt: h.clock.now().toISOString(),
    updatedAt: h.clock.now().toISOString(),
  });
  const signer = parseWebhookSigner(secret);
  expect(signer.scheme === 'v1' && signer.secret).toHaveLength(32);
  expect(await webhooks.get({ endpointId: created.id })).toEqual(shown);
  expect([{ success: true, ...items[0] }]).toEqual([shown]);
});

test('the secret is sealed where it is stored, for this endpoint of this organization only', async () => {
  await using h = await createWebhookHarness();
  const person = await h.register();
  const { id, secret } = await person.calls().webhooks.create({ url });

  const stored = await h.store.findEndpoint(person.organizationId, id);
  const sealed = Buffer.from(stored?.secrets[0]?.sealed ?? []);
  const audit = await h.store.listAudit(person.organizationId, 10);

  expect(sealed.length).toBeGreaterThan(0);
  expect(sealed.includes(secret)).toBe(false);
  expect(sealed.includes(Buffer.from(secret.slice(6), 'base64'))).toBe(false);
  expect(JSON.stringify(audit)).not.toContain(secret.slice(6));
});

test('create() repeated with its idempotency key answers with the same endpoint and secret', async () => {
  await using h = await createWebhookHarness();
  const person = await h.register();

  const first = await person.calls('key-1').webhooks.create({ url });
  const again = await person.calls('key-1').webhooks.create({ url });

  expect(again).toEqual(first);
  expect((await person.calls().webhooks.list({})).items).toHaveLength(1);
  await expect(
    person.calls('key-1').webhooks.create({ url: `${url}/other` }),
  ).rejects.toMatchObject(refusal('IDEMPOTENCY_KEY_MISMATCH'));
});

test.each([
  ['Free', 1],
  ['Basic', 3],
  ['Pro', 10],
] as const)(
  'the plan %s has room for %i endpoints, deleted ones not counted',
  async (tier, limit) => {
    await using h = await createWebhookHarness();
    const { webhooks } = (await h.register(tier)).calls();
    for (let count = 0; count < limit; count++) await webhooks.create({ url });

    await expect(webhooks.create({ url })).rejects.toMatchObject(
      refusal('WEBHOOK_ENDPOINT_LIMIT', { tier, limit }),
    );
    const [first] = (await webhooks.list({})).items;
    await webhooks.delete({ endpointId: first?.id ?? '' });
    expect(await webhooks.create({ url })).toMatchObject({ status: 'enabled' });
  },
);

test('the plan Enterprise has no limit', async () => {
  await using h = await createWebhookHarness();
  const { webhooks } = (await h.register('Enterprise')).calls();

  for (let count = 0; count < 12; count++) await webhooks.create({ url });

  const first = await webhooks.list({ limit: 10 });
  const second = await webhooks.list({ limit: 10, cursor: first.nextCursor ?? '' });
  const ids = [...first.items, ...second.items].map(({ id }) => id);
  expect(new Set(ids).size).toBe(12);
  expect(second.nextCursor).toBeNull();
});

test.each(['http://partner.example/', 'https://10.0.0.1/', 'https://[::ffff:7f00:1]/', 'nonsense'])(
  'the URL %s is refused when an endpoint is created and when it is changed',
  async (refused) => {
    await using h = await createWebhookHarness();
    const { webhooks } = (await h.register()).calls();
    const { id: endpointId } = await webhooks.create({ url });

    const error = refusal('WEBHOOK_URL_REFUSED');
    await expect(webhooks.create({ url: refused })).rejects.toMatchObject(error);
    await expect(webhooks.update({ endpointId, url: refused })).rejects.toMatchObject(error);
    expect((await webhooks.list({})).items).toMatchObject([{ url }]);
  },
);

test('update() changes what is given and nothing else', async () => {
  await using h = await createWebhookHarness();
  const { webhooks } = (await h.register()).calls();
  const {
    secret: _secret,
    id: endpointId,
    ...before
  } = await webhooks.create({ url, description: 'A' });
  await h.advance(1_000);
  const updatedAt = h.clock.now().toISOString();

  const events = ['deployment.completed'] as const;
  expect(
    await webhooks.update({ endpointId, events: [...events, ...events], description: null }),
  ).toEqual({ ...before, id: endpointId, events, description: null, updatedAt });
  expect(await webhooks.update({ endpointId, url: `${url}/2` })).toMatchObject({
    url: `${url}/2`,
    events,
  });
  expect(await webhooks.update({ endpointId, status: 'disabled' })).toMatchObject({
    status: 'disabled',
    disabledReason: 'Disabled by a user',
  });
  expect(await webhooks.update({ endpointId, status: 'enabled' })).toMatchObject({
    status: 'enabled',
    disabledReason: null,
  });
});

test('however often a secret is rotated within a day, few sign, the newest among them', async () => {
  await using h = await createWebhookHarness();
  const person = await h.register();
  const { webhooks } = person.calls();
  const { id: endpointId } = await webhooks.create({ url });

  for (let count = 0; count < 8; count++) await webhooks.rotate({ endpointId });

  const stored = await h.store.findEndpoint(person.organizationId, endpointId);
  expect(stored?.secrets).toHaveLength(5);
  expect(stored?.secrets.map(({ retiresAt }) => retiresAt === null)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});

test('another organization gets the answer of an endpoint that does not exist, from every operation', async () => {
  await using h = await createWebhookHarness();
  const owner = await h.register();
  const stranger = await h.register();
  const { id } = await owner.calls().webhooks.create({ url });
  const absent = h.ids.next('endpoint');
  const { webhooks } = stranger.calls();

  async function answersTo(endpointId: string): Promise<unknown[]> {
    const calls = [
      webhooks.get({ endpointId }),
      webhooks.update({ endpointId, status: 'disabled' }),
      webhooks.update({ endpointId, url: 'https://10.0.0.1/' }),
      webhooks.delete({ endpointId }),
      webhooks.rotate({ endpointId }),
      webhooks.test({ endpointId }),
      webhooks.deliveries({ endpointId }),
      webhooks.redeliver({ endpointId, deliveryId: 'whd_00000000' }),
      webhooks.redeliver({ endpointId }),
    ];
    const settled = await Promise.allSettled(calls);
    return settled.map((one) => {
      const { cause } = (one.status === 'rejected' ? one.reason : {}) as { cause?: AppError };
      return { code: cause?.code, message: cause?.message.replaceAll(endpointId, '…') };
    });
  }

  const answers = await answersTo(id);
  expect(answers).toEqual(await answersTo(absent));
  expect(answers).toEqual(
    answers.map(() => expect.objectContaining({ code: 'WEBHOOK_ENDPOINT_NOT_FOUND' })),
  );
  expect((await webhooks.list({})).items).toEqual([]);
  expect(await owner.calls().webhooks.get({ endpointId: id })).toMatchObject({ status: 'enabled' });
});

test('every change is in the audit trail with who made it, and shows no secret', async () => {
  await using h = await createWebhookHarness();
  const person = await h.register();
  const { webhooks } = person.calls();
  const { id: endpointId } = await webhooks.create({ url });
  await webhooks.rotate({ endpointId });
  await webhooks.update({ endpointId, description: 'B' });
  await webhooks.test({ endpointId });
  await webhooks.redeliver({ endpointId, createdBefore: '2100-01-01T00:00:00.000Z' });
  await webhooks.delete({ endpointId });

  const trail = (await h.store.listAudit(person.organizationId, 10)).toReversed();
  expect(trail.map(({ action }) => action)).toEqual([
    'auth.register',
    'webhook.create',
    'webhook.rotate',
    'webhook.update',
    'webhook.test',
    'webhook.redeliver',
    'webhook.delete',
  ]);
  for (const entry of trail.slice(1))
    expect(entry).toMatchObject({
      target: endpointId,
      outcome: 'success',
      correlationId: 'correlation-of-the-request',
      ip: '127.0.0.1',
    });
  expect(JSON.stringify(trail)).not.toMatch(/whsec_/);
});

test('unknown event types and too long fields are refused with their paths', async () => {
  await using h = await createWebhookHarness();
  const { webhooks } = (await h.register()).calls();
  const long = randomBytes(1_100).toString('hex');

  await expect(
    webhooks.create({ url: `https://${long}`, events: ['deployment.lost' as never] }),
  ).rejects.toMatchObject({
    cause: {
      details: { problems: [{ path: 'url' }, { path: 'events[0]' }] },
    },
  });
});
