import { expect, test } from 'vitest';
import { createWebhookHarness } from '../../webhooks/testing/createWebhookHarness.ts';

test('the stream is read by cursor, oldest first, and goes on where it stopped', async () => {
  await using h = await createWebhookHarness();
  const person = await h.register();
  const { events } = person.calls();
  expect(await events.list({})).toMatchObject({ items: [], hasMore: false });

  const deployment = await person.deploys();
  await h.goThrough(deployment, 'submit', 'seeInPool');
  const first = await events.list({ limit: 2 });
  const second = await events.list({ after: first.nextCursor, limit: 2 });
  const atEnd = await events.list({ after: second.nextCursor });
  await h.goThrough(deployment, 'confirm');
  const later = await events.list({ after: atEnd.nextCursor });

  const types = [first, second, atEnd, later].map(({ items }) => items.map(({ type }) => type));
  expect(types).toEqual([
    ['deployment.queued', 'deployment.submitted'],
    ['deployment.pending'],
    [],
    ['deployment.confirmed'],
  ]);
  expect([first.hasMore, second.hasMore, atEnd.hasMore]).toEqual([true, false, false]);
});

test('events need no endpoint, and only those of the own organization are told', async () => {
  await using h = await createWebhookHarness();
  const [one, other] = [await h.register(), await h.register()];
  await one.deploys();
  const { id } = await other.deploys();

  const { items } = await other.calls().events.list({});

  expect(items).toMatchObject([
    { organizationId: other.organizationId, data: { deploymentId: id } },
  ]);
});

test('a cursor that was never given out is refused', async () => {
  await using h = await createWebhookHarness();
  const { events } = (await h.register()).calls();

  await expect(events.list({ after: 'nonsense' })).rejects.toMatchObject({
    cause: { code: 'INVALID_CURSOR' },
  });
});
