import type { ErrorCode } from '@biatec-tokens/core';
import { expect, test } from 'vitest';
import { createWebhookHarness } from '../../webhooks/testing/createWebhookHarness.ts';
import { startReceiver } from '../../webhooks/testing/startReceiver.ts';

function refusal(code: ErrorCode) {
  return { cause: expect.objectContaining({ code }) };
}

test('test() sends a signed test event to this endpoint only, whatever it subscribed to', async () => {
  await using h = await createWebhookHarness();
  await using receiver = await startReceiver();
  await using other = await startReceiver();
  const { webhooks, events } = (await h.register()).calls();
  const { id: endpointId } = await webhooks.create({
    url: receiver.url,
    events: ['deployment.completed'],
  });
  await webhooks.create({ url: other.url });
  h.startWorker();

  const { eventId, deliveryId } = await webhooks.test({ endpointId });
  await h.settled(1);

  const [webhook] = receiver.received;
  expect(webhook?.headers).toMatchObject({
    'webhook-id': eventId,
    'x-correlation-id': 'correlation-of-the-request',
  });
  expect(JSON.parse(webhook?.body.toString() ?? '')).toMatchObject({
    id: eventId,
    version: 1,
    type: 'webhook.test',
    correlationId: 'correlation-of-the-request',
  });
  expect(other.received).toEqual([]);
  expect((await webhooks.deliveries({ endpointId })).items).toMatchObject([
    { id: deliveryId, eventId, eventType: 'webhook.test', status: 'succeeded', sequence: null },
  ]);
  expect((await events.list({})).items).toMatchObject([{ id: eventId }]);
});

test('test() of a disabled endpoint is refused, as nothing would be sent', async () => {
  await using h = await createWebhookHarness();
  const { webhooks } = (await h.register()).calls();
  const { id: endpointId } = await webhooks.create({ url: 'https://partner.example/' });
  await webhooks.update({ endpointId, status: 'disabled' });

  await expect(webhooks.test({ endpointId })).rejects.toMatchObject(refusal('INVALID_REQUEST'));
  expect((await webhooks.deliveries({ endpointId })).items).toEqual([]);
});

test('the log is read in pages, newest first, and by status', async () => {
  await using h = await createWebhookHarness();
  await using receiver = await startReceiver();
  const person = await h.register();
  const { webhooks } = person.calls();
  const { id: endpointId } = await webhooks.create({ url: receiver.url });
  h.startWorker();
  for (let count = 0; count < 3; count++) await webhooks.test({ endpointId });
  await h.settled(3);
  receiver.answer = (response) => response.writeHead(500).end();
  await webhooks.test({ endpointId });
  await h.settled(4);

  const first = await webhooks.deliveries({ endpointId, limit: 3 });
  const second = await webhooks.deliveries({
    endpointId,
    limit: 3,
    cursor: first.nextCursor ?? '',
  });
  const retrying = await webhooks.deliveries({ endpointId, status: 'retrying' });

  expect(first.items.map(({ status }) => status)).toEqual(['retrying', 'succeeded', 'succeeded']);
  expect(second).toMatchObject({ items: [{ status: 'succeeded' }], nextCursor: null });
  expect(retrying.items).toEqual(first.items.slice(0, 1));
});

test('redeliver() sends one delivery, or those of a range, again under their old ids', async () => {
  await using h = await createWebhookHarness();
  await using receiver = await startReceiver();
  const { webhooks } = (await h.register()).calls();
  const { id: endpointId } = await webhooks.create({ url: receiver.url });
  h.startWorker();
  const sent: { eventId: string; deliveryId: string; at: string }[] = [];
  for (let count = 0; count < 4; count++) {
    sent.push({ ...(await webhooks.test({ endpointId })), at: h.clock.now().toISOString() });
    await h.settled(count + 1);
    await h.advance(1_000);
  }
  const [, second, third, fourth] = sent;

  const one = await webhooks.redeliver({ endpointId, deliveryId: third?.deliveryId });
  await h.settled(5);
  const range = await webhooks.redeliver({
    endpointId,
    createdAfter: second?.at,
    createdBefore: fourth?.at,
  });
  await h.settled(7);

  expect([one.redelivered, range.redelivered]).toEqual([1, 2]);
  const again = receiver.received.slice(4).map(({ headers }) => headers['webhook-id']);
  expect(again[0]).toBe(third?.eventId);
  expect(new Set(again.slice(1))).toEqual(new Set([second?.eventId, third?.eventId]));
});

test('redeliver() takes exactly one form', async () => {
  await using h = await createWebhookHarness();
  const { webhooks } = (await h.register()).calls();
  const { id: endpointId } = await webhooks.create({ url: 'https://partner.example/' });
  const deliveryId = h.ids.next('delivery');
  const early = '2026-01-01T00:00:00.000Z';
  const late = '2026-02-01T00:00:00.000Z';

  for (const which of [
    {},
    { deliveryId, createdAfter: early },
    { deliveryId, createdBefore: late },
    { createdAfter: late, createdBefore: early },
    { createdAfter: early, createdBefore: early },
  ]) {
    await expect(webhooks.redeliver({ endpointId, ...which })).rejects.toMatchObject(
      refusal('INVALID_REQUEST'),
    );
  }
  await expect(webhooks.redeliver({ endpointId, deliveryId })).rejects.toMatchObject(
    refusal('WEBHOOK_DELIVERY_NOT_FOUND'),
  );
  expect(await webhooks.redeliver({ endpointId, createdAfter: early })).toEqual({
    success: true,
    redelivered: 0,
  });
});

test('a delivery of another endpoint, and of another organization, cannot be redelivered', async () => {
  await using h = await createWebhookHarness();
  const owner = (await h.register()).calls().webhooks;
  const stranger = (await h.register()).calls().webhooks;
  const url = 'https://partner.example/';
  const { id: endpointId } = await owner.create({ url });
  const { id: second } = await owner.create({ url });
  const { id: foreign } = await stranger.create({ url });
  const { deliveryId } = await owner.test({ endpointId });

  const notFound = refusal('WEBHOOK_DELIVERY_NOT_FOUND');
  await expect(owner.redeliver({ endpointId: second, deliveryId })).rejects.toMatchObject(notFound);
  await expect(stranger.redeliver({ endpointId: foreign, deliveryId })).rejects.toMatchObject(
    notFound,
  );
});
