import { AppError, verifyWebhook, type WebhookEvent } from '@biatec-tokens/core';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { createWebhookHarness, type Person } from './testing/createWebhookHarness.ts';
import { startReceiver, type Answer, type ReceivedWebhook } from './testing/startReceiver.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

const fail: Answer = (response) => response.writeHead(500).end('no');
const succeed: Answer = (response) => response.writeHead(204).end();
const hang: Answer = () => {};

function eventOf(webhook: ReceivedWebhook | undefined): WebhookEvent {
  return JSON.parse(webhook?.body.toString('utf8') ?? '') as WebhookEvent;
}

function placesOf(received: readonly ReceivedWebhook[], deploymentId: string): number[] {
  return received.flatMap((webhook) => {
    const event = eventOf(webhook);
    if (!('deploymentId' in event.data) || event.data.deploymentId !== deploymentId) return [];
    return [event.data.sequence];
  });
}

async function deliveriesOf(person: Person, endpointId: string) {
  return (await person.calls().webhooks.deliveries({ endpointId, limit: 100 })).items;
}

test('an event arrives signed, verifiable by every Standard Webhooks library, and is logged', async () => {
  // The library reads the clock of the machine.
  await using h = await createWebhookHarness(new Date());
  await using receiver = await startReceiver({
    answer: (response) => response.writeHead(200).end('thanks'),
  });
  const person = await h.register();
  const endpoint = await person.calls().webhooks.create({ url: receiver.url });
  h.startWorker();

  const deployment = await person.deploys();
  await h.settled(1);

  const [webhook] = receiver.received;
  const { items: stream } = await person.calls().events.list({});
  const headers = webhook?.headers as Record<string, string>;
  const body = webhook?.body ?? Buffer.of();
  expect(stream).toMatchObject([{ type: 'deployment.queued', data: { sequence: 1 } }]);
  expect(JSON.parse(body.toString())).toEqual(stream[0]);
  expect(verifyWebhook({ headers, body, secrets: [endpoint.secret], now: new Date() }).id).toBe(
    stream[0]?.id,
  );
  expect(new Webhook(endpoint.secret).verify(body, headers)).toEqual(stream[0]);
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'user-agent': 'BiatecTokens-Webhooks/1',
    'x-correlation-id': deployment.correlationId,
  });
  expect(await deliveriesOf(person, endpoint.id)).toMatchObject([
    {
      eventId: stream[0]?.id,
      deploymentId: deployment.id,
      sequence: 1,
      status: 'succeeded',
      attempts: 1,
      lastStatus: 200,
      lastError: null,
      lastResponseExcerpt: 'thanks',
      requestExcerpt: body.toString().slice(0, 1_000),
    },
  ]);
});

test('events of a deployment arrive in order and without a gap, whatever fails in between', async () => {
  await using h = await createWebhookHarness();
  await using receiver = await startReceiver({ answer: fail });
  const person = await h.register();
  await person.calls().webhooks.create({ url: receiver.url });
  h.startWorker();

  const failing = await person.deploys();
  await h.goThrough(failing, 'submit', 'seeInPool', 'confirm', 'index', 'complete');
  await h.settled(1);
  receiver.answer = succeed;
  const other = await person.deploys();
  await h.settled(2);
  await h.advance(5 * second);
  await h.settled(8);

  // The first was tried again; nothing overtook it, and it did not hold up the other deployment.
  expect(placesOf(receiver.received, failing.id)).toEqual([1, 1, 2, 3, 4, 5, 6]);
  expect(placesOf(receiver.received.slice(0, 2), other.id)).toEqual([1]);
  const [first, , again] = receiver.received;
  expect(again?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  expect(again?.body).toEqual(first?.body);
});

test('an endpoint that hangs with much to receive does not delay another', async () => {
  await using h = await createWebhookHarness();
  await using slow = await startReceiver({ answer: hang });
  await using quick = await startReceiver();
  const person = await h.register();
  await person.calls().webhooks.create({ url: slow.url });
  await person.calls().webhooks.create({ url: quick.url });
  h.startWorker({}, { concurrency: 8, perEndpoint: 2 });

  for (let count = 0; count < 50; count++) await person.deploys();
  await h.settled(50);

  // The clock has not moved: every one of them came while the slow ones still hang.
  expect(quick.received).toHaveLength(50);
  expect(slow.received).toHaveLength(2);
});

test('a process killed after sending sends the same webhook again', async () => {
  await using h = await createWebhookHarness();
  await using receiver = await startReceiver();
  const person = await h.register();
  const endpoint = await person.calls().webhooks.create({ url: receiver.url });
  h.startWorker({
    store: { settleDelivery: () => Promise.reject(new Error('killed before it could settle')) },
  });
  await person.deploys();
  await receiver.waitFor(1);
  await h.crash();

  h.startWorker();
  await h.advance(20 * second);
  await h.settled(1);

  const [first, again] = receiver.received;
  expect(receiver.received).toHaveLength(2);
  expect(again?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  expect(again?.body).toEqual(first?.body);
  expect(await deliveriesOf(person, endpoint.id)).toMatchObject([
    { status: 'succeeded', attempts: 1 },
  ]);
});

test('two workers on one database send each event once', async () => {
  await using h = await createWebhookHarness();
  await using receiver = await startReceiver();
  const person = await h.register();
  await person.calls().webhooks.create({ url: receiver.url });
  h.startWorker();
  h.startWorker();

  for (let count = 0; count < 20; count++) await person.deploys();
  await h.settled(20);

  const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
  expect(new Set(ids).size).toBe(20);
  expect(ids).toHaveLength(20);
});

test('a failing delivery keeps to the schedule, is parked after the last retry, and can be redelivered', async () => {
  await using h = await createWebhookHarness();
  await using receiver = await startReceiver({ answer: fail });
  const person = await h.register();
  const endpoint = await person.calls().webhooks.create({ url: receiver.url });
  h.startWorker();
  const deployment = await person.deploys();
  await h.goThrough(deployment, 'submit');
  await h.settled(1);

  const delays = [
    5 * second,
    5 * minute,
    30 * minute,
    ...[2, 5, 10, 14, 20, 24].map((n) => n * hour),
  ];
  for (const [index, delayMs] of delays.entries()) {
    const before = await deliveriesOf(person, endpoint.id);
    expect(before.at(-1)).toMatchObject({
      status: 'retrying',
      attempts: index + 1,
      lastStatus: 500,
      lastError: 'the endpoint answered 500, should answer 200 to 299',
      lastResponseExcerpt: 'no',
      nextAttemptAt: new Date(h.clock.now().getTime() + delayMs).toISOString(),
    });
    await h.advance(delayMs);
    await h.settled(index + 2);
  }
  const parked = (await deliveriesOf(person, endpoint.id)).at(-1);
  await h.advance(48 * hour);

  expect(parked).toMatchObject({ status: 'parked', attempts: 10, nextAttemptAt: null });
  expect(placesOf(receiver.received, deployment.id)).toEqual(Array(10).fill(1));
  expect(h.logged).toMatchObject([{ level: 'warn', message: 'a webhook delivery was parked' }]);

  receiver.answer = succeed;
  const again = await person
    .calls()
    .webhooks.redeliver({ endpointId: endpoint.id, deliveryId: parked?.id });
  await h.settled(12);

  expect(again.redelivered).toBe(1);
  expect(placesOf(receiver.received.slice(10), deployment.id)).toEqual([1, 2]);
});

test('Retry-After is honoured', async () => {
  await using h = await createWebhookHarness();
  await using receiver = await startReceiver({
    answer: (response) => response.writeHead(429, { 'retry-after': '3600' }).end(),
  });
  const person = await h.register();
  const endpoint = await person.calls().webhooks.create({ url: receiver.url });
  h.startWorker();
  await person.deploys();
  await h.settled(1);

  const [delivery] = await deliveriesOf(person, endpoint.id);
  expect(delivery?.nextAttemptAt).toBe(new Date(h.clock.now().getTime() + hour).toISOString());
});

test('410 disables the endpoint; enabled again, it gets what waited', async () => {
  await using h = await createWebhookHarness();
  await using receiver = await startReceiver({
    answer: (response) => response.writeHead(410).end(),
  });
  const person = await h.register();
  const { id: endpointId } = await person.calls().webhooks.create({ url: receiver.url });
  h.startWorker();
  const deployment = await person.deploys();
  await h.goThrough(deployment, 'submit');
  await h.settled(1);
  await h.advance(hour);

  expect(await person.calls().webhooks.get({ endpointId })).toMatchObject({
    status: 'disabled',
    disabledReason: 'The endpoint answered 410: it takes no more webhooks',
  });
  expect(receiver.received).toHaveLength(1);
  expect(h.logged).toMatchObject([{ level: 'warn', message: 'a webhook endpoint was disabled' }]);

  receiver.answer = succeed;
  const enabled = await person.calls().webhooks.update({ endpointId, status: 'enabled' });
  await h.settled(3);

  expect(enabled).toMatchObject({ status: 'enabled', disabledReason: null });
  expect(placesOf(receiver.received, deployment.id)).toEqual([1, 1, 2]);
});

test('an endpoint that fails for five days is disabled; enabled again it has five days more', async () => {
  await using h = await createWebhookHarness();
  await using receiver = await startReceiver({
    answer: (response) =>
      response.writeHead(503, { 'retry-after': String((24 * hour) / second) }).end(),
  });
  const person = await h.register();
  const { id: endpointId } = await person.calls().webhooks.create({ url: receiver.url });
  h.startWorker();
  await person.deploys();
  await h.settled(1);

  const statuses: string[] = [];
  for (let days = 1; days <= 5; days++) {
    await h.advance(24 * hour);
    await h.settled(1 + days);
    statuses.push((await person.calls().webhooks.get({ endpointId })).status);
  }
  const mailed = await h.store.listMails(person.userId, 10);
  await person.calls().webhooks.update({ endpointId, status: 'enabled' });
  await h.advance(24 * hour);
  await h.settled(7);

  expect(statuses).toEqual(['enabled', 'enabled', 'enabled', 'enabled', 'disabled']);
  expect(mailed).toMatchObject([
    {
      kind: 'webhook-disabled',
      facts: { endpointId, reason: expect.stringContaining('Every delivery has failed since') },
    },
  ]);
  expect((await person.calls().webhooks.get({ endpointId })).status).toBe('enabled');
});

test('during a rotation webhooks carry the signatures of both secrets, after a day of the new one only', async () => {
  await using h = await createWebhookHarness();
  await using receiver = await startReceiver();
  const person = await h.register();
  const { id: endpointId, secret: old } = await person
    .calls()
    .webhooks.create({ url: receiver.url });
  h.startWorker();

  await h.advance(hour);
  const { secret: fresh } = await person.calls().webhooks.rotate({ endpointId });
  await person.deploys();
  await h.settled(1);
  await h.advance(24 * hour);
  await person.deploys();
  await h.settled(2);

  const isSignedWith = (at: number, secret: string) => {
    const webhook = receiver.received[at];
    const sentAt = Number(webhook?.headers['webhook-timestamp']) * second;
    try {
      verifyWebhook({
        headers: webhook?.headers ?? {},
        body: webhook?.body ?? '',
        secrets: [secret],
        now: new Date(sentAt),
      });
      return true;
    } catch {
      return false;
    }
  };
  expect(fresh).not.toBe(old);
  expect([isSignedWith(0, old), isSignedWith(0, fresh)]).toEqual([true, true]);
  expect([isSignedWith(1, old), isSignedWith(1, fresh)]).toEqual([false, true]);
});

test('a key provider that is away costs the endpoint no attempt', async () => {
  await using h = await createWebhookHarness();
  await using receiver = await startReceiver();
  const person = await h.register();
  const endpoint = await person.calls().webhooks.create({ url: receiver.url });
  let tried = (): void => {};
  const hasTried = new Promise<void>((resolve) => (tried = resolve));
  const worker = h.startWorker({
    vault: {
      async open() {
        tried();
        throw new AppError({ code: 'KEY_PROVIDER_UNAVAILABLE', message: 'Cannot unwrap' });
      },
    },
  });
  await person.deploys();
  await hasTried;
  await h.stop(worker);

  h.startWorker();
  await h.advance(20 * second);
  await h.settled(1);

  expect(await deliveriesOf(person, endpoint.id)).toMatchObject([
    { status: 'succeeded', attempts: 1 },
  ]);
  expect(h.logged).toMatchObject([{ level: 'error', message: 'a delivery could not be made' }]);
});

test('stopping breaks off calls that hang, at the cost of no attempt', async () => {
  await using h = await createWebhookHarness();
  await using receiver = await startReceiver({ answer: hang });
  const person = await h.register();
  const endpoint = await person.calls().webhooks.create({ url: receiver.url });
  const worker = h.startWorker();
  await person.deploys();
  await receiver.waitFor(1);

  const stoppedAt = h.clock.now().getTime();
  await h.stop(worker);

  expect(h.clock.now().getTime() - stoppedAt).toBeLessThan(10 * second);
  expect(await deliveriesOf(person, endpoint.id)).toMatchObject([
    { status: 'waiting', attempts: 0, lastError: null },
  ]);
});

test('secrets stand in no log line, whatever happens', async () => {
  await using h = await createWebhookHarness();
  await using receiver = await startReceiver({
    answer: (response) => response.writeHead(410).end(),
  });
  const person = await h.register();
  const { secret } = await person.calls().webhooks.create({ url: receiver.url });
  h.startWorker();
  await person.deploys();
  await h.settled(1);

  expect(h.logged).toHaveLength(1);
  expect(JSON.stringify(h.logged)).not.toContain(secret.slice(6));
});
