import { expect, test } from 'vitest';
import type { OpenHarness } from './fixture.ts';
import { start } from './samples.ts';

export function describeEvents(open: OpenHarness): void {
  test('a reader that polls sees every event once and in order, however it interleaves with writers', async () => {
    await using h = await open();
    const other = await h.connect();
    const owner = await h.samples.owner(h.store);
    const stranger = await h.samples.owner(h.store);
    let isWritten = false;
    const write = async () => {
      await Promise.all(
        Array.from({ length: 150 }, (_, index) => {
          const acceptance = h.samples.acceptance(index % 3 === 0 ? stranger : owner);
          return (index % 2 ? h.store : other).acceptDeployment(acceptance);
        }),
      );
      isWritten = true;
    };
    const writing = write();

    const seen: string[] = [];
    let after: string | undefined;
    for (let isLast = false; !isLast;) {
      const wasWritten = isWritten;
      const page = await h.store.listEvents(owner.organizationId, after, 7);
      seen.push(...page.items.map(({ id }) => id));
      after = page.nextCursor;
      isLast = wasWritten && !page.hasMore;
      await new Promise(setImmediate);
    }
    await writing;

    const all = await h.store.listEvents(owner.organizationId, undefined, 500);
    expect(seen).toEqual(all.items.map(({ id }) => id));
    expect(new Set(seen).size).toBe(100);
  });

  test('there is always a cursor to go on from', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);

    const empty = await h.store.listEvents(owner.organizationId, undefined, 10);
    expect(empty).toMatchObject({ items: [], hasMore: false });
    const acceptance = h.samples.acceptance(owner);
    await h.store.acceptDeployment(acceptance);
    const next = await h.store.listEvents(owner.organizationId, empty.nextCursor, 10);
    const rest = await h.store.listEvents(owner.organizationId, next.nextCursor, 10);

    expect(next.items.map(({ id }) => id)).toEqual([acceptance.eventId]);
    expect(rest).toEqual({ items: [], nextCursor: next.nextCursor, hasMore: false });
  });

  test('a test message is delivered to one endpoint and part of the stream', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const endpoints = [h.samples.endpoint(owner), h.samples.endpoint(owner)] as const;
    for (const endpoint of endpoints) await h.store.createEndpoint(endpoint, h.samples.audit(), 5);
    const event = h.samples.testEvent(owner);
    const deliveryId = h.samples.ids.next('delivery');

    const delivery = await h.store.addEndpointEvent(endpoints[0], event, deliveryId, start);

    expect(delivery).toMatchObject({ id: deliveryId, eventId: event.id, deploymentId: null });
    const claimed = await h.store.claimDueDeliveries({
      workerId: 'wrk_1',
      now: start,
      leaseMs: 1_000,
      limit: 9,
      perEndpoint: 9,
    });
    expect(claimed).toMatchObject([
      { delivery, endpoint: endpoints[0], payload: JSON.stringify(event) },
    ]);
    const { items } = await h.store.listEvents(owner.organizationId, undefined, 9);
    expect(items).toEqual([event]);
  });

  test('a cursor that this list did not give is refused', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);

    for (const cursor of ['', 'garbage', '-1', 'ZXZ0IC0x', 'ZXZ0IDFlMw', '\u{1F600}'])
      await expect(h.store.listEvents(owner.organizationId, cursor, 9)).rejects.toMatchObject({
        code: 'INVALID_CURSOR',
      });
  });
}
