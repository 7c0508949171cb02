import { expect, test } from 'vitest';
import type { OpenHarness } from './fixture.ts';
import { at } from './samples.ts';

export function describeEndpoints(open: OpenHarness): void {
  test('an endpoint is found as it was created, by its organization only', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const stranger = await h.samples.owner(h.store);
    const endpoint = h.samples.endpoint(owner, {
      description: 'Ours',
      secrets: [
        { sealed: Uint8Array.of(0, 255, 7), retiresAt: null },
        { sealed: Uint8Array.of(1), retiresAt: at(99) },
      ],
    });

    await h.store.createEndpoint(endpoint, h.samples.audit(), 5);

    expect(await h.store.findEndpoint(owner.organizationId, endpoint.id)).toEqual(endpoint);
    expect(await h.store.findEndpoint(stranger.organizationId, endpoint.id)).toBeUndefined();
  });

  test('parallel creations never exceed the limit of the organization', async () => {
    await using h = await open();
    const other = await h.connect();
    const owner = await h.samples.owner(h.store);

    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        (index % 2 ? h.store : other).createEndpoint(
          h.samples.endpoint(owner),
          h.samples.audit(),
          3,
        ),
      ),
    );

    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(3);
    expect(outcomes).toContainEqual({ ok: false, reason: 'LIMIT' });
  });

  test('pages go from the newest to the oldest', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const endpoints = [0, 1, 1, 2].map((ms) => h.samples.endpoint(owner, { createdAt: at(ms) }));
    for (const endpoint of endpoints) await h.store.createEndpoint(endpoint, h.samples.audit(), 9);

    const first = await h.store.listEndpoints(owner.organizationId, { limit: 3 });
    const second = await h.store.listEndpoints(owner.organizationId, {
      limit: 3,
      cursor: first.nextCursor ?? '',
    });

    const listed = [...first.items, ...second.items];
    expect(listed).toEqual(endpoints.toReversed());
    expect(second.nextCursor).toBeNull();
    await expect(
      h.store.listEndpoints(owner.organizationId, { limit: 3, cursor: 'garbage' }),
    ).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
  });

  test('a change replaces what it names and keeps the rest', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const stranger = await h.samples.owner(h.store);
    const endpoint = h.samples.endpoint(owner);
    await h.store.createEndpoint(endpoint, h.samples.audit(), 5);
    const change = {
      url: 'https://new.example/hook',
      secrets: [{ sealed: Uint8Array.of(5), retiresAt: null }],
    };

    const updated = await h.store.updateEndpoint(
      owner.organizationId,
      endpoint.id,
      change,
      at(5),
      h.samples.audit({ organizationId: owner.organizationId, action: 'webhooks.update' }),
    );

    expect(updated).toEqual({ ...endpoint, ...change, updatedAt: at(5) });
    expect(await h.store.findEndpoint(owner.organizationId, endpoint.id)).toEqual(updated);
    expect(await h.store.listAudit(owner.organizationId, 1)).toMatchObject([
      { action: 'webhooks.update' },
    ]);
    expect(
      await h.store.updateEndpoint(
        stranger.organizationId,
        endpoint.id,
        { url: 'https://evil.example' },
        at(6),
        h.samples.audit(),
      ),
    ).toBeUndefined();
  });

  test('a deleted endpoint is gone with its deliveries, a stranger deletes nothing', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const stranger = await h.samples.owner(h.store);
    const endpoint = h.samples.endpoint(owner);
    await h.store.createEndpoint(endpoint, h.samples.audit(), 5);
    await h.store.acceptDeployment(h.samples.acceptance(owner));
    const audit = () => h.samples.audit();

    expect(await h.store.deleteEndpoint(stranger.organizationId, endpoint.id, audit())).toBe(false);
    expect(await h.store.deleteEndpoint(owner.organizationId, endpoint.id, audit())).toBe(true);
    expect(await h.store.deleteEndpoint(owner.organizationId, endpoint.id, audit())).toBe(false);

    expect(await h.store.findEndpoint(owner.organizationId, endpoint.id)).toBeUndefined();
    expect(await h.store.nextDeliveryAt(at(0))).toBeNull();
    const { items } = await h.store.listEvents(owner.organizationId, undefined, 9);
    expect(items).toHaveLength(1);
  });
}
