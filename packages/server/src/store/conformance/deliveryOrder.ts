import { expect, test } from 'vitest';
import { claim, deliverAll, openEndpoint, placeOf, runToPending, settle } from './deliveryBench.ts';
import type { OpenHarness } from './fixture.ts';
import { at } from './samples.ts';

/** In which order the deliveries of an endpoint go out. */
export function describeDeliveryOrder(open: OpenHarness): void {
  test('events of one deployment go out one by one, those of several side by side', async () => {
    await using h = await open();
    const { owner } = await openEndpoint(h);
    const first = await runToPending(h, owner);
    const second = await runToPending(h, owner);

    const sent: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const claimed = await claim(h, { now: at(30) });
      expect(claimed).toHaveLength(2);
      expect(await claim(h, { now: at(30) })).toEqual([]);
      for (const claim of claimed) {
        sent.push(placeOf(claim));
        await settle(h, claim, { kind: 'succeeded' });
      }
    }

    expect(sent.filter((place) => place.startsWith(first))).toEqual(
      [1, 2, 3].map((sequence) => `${first} ${sequence}`),
    );
    expect(sent.filter((place) => place.startsWith(second))).toHaveLength(3);
    expect(await claim(h, { now: at(30) })).toEqual([]);
    expect(await h.store.countDeliveries()).toEqual([{ status: 'succeeded', count: 6 }]);
  });

  test('a failed delivery waits for its time and holds back the later ones of its deployment only', async () => {
    await using h = await open();
    const { owner, endpoint } = await openEndpoint(h);
    const deploymentId = await runToPending(h, owner);
    const [failed] = await claim(h, { now: at(10) });

    await settle(h, failed, { kind: 'retry', at: at(5_000) }, { status: 500, error: 'HTTP 500' });

    expect(await claim(h, { now: at(4_999) })).toEqual([]);
    expect(await h.store.nextDeliveryAt(at(10))).toEqual(at(5_000));
    const other = await runToPending(h, owner);
    expect((await claim(h, { now: at(4_999) })).map(placeOf)).toEqual([`${other} 1`]);
    const [again] = await claim(h, { now: at(5_000) });
    expect(again && placeOf(again)).toBe(`${deploymentId} 1`);
    expect(again?.delivery).toMatchObject({
      status: 'retrying',
      attempts: 1,
      lastStatus: 500,
      lastError: 'HTTP 500',
      lastAttemptAt: at(20),
    });
    const found = await h.store.findEndpoint(owner.organizationId, endpoint.id);
    expect(found?.failingSince).toEqual(at(20));
    await settle(h, again, { kind: 'succeeded' });
    const mended = await h.store.findEndpoint(owner.organizationId, endpoint.id);
    expect(mended?.failingSince).toBeNull();
  });

  test('a parked delivery holds back its deployment until it is redelivered', async () => {
    await using h = await open();
    const { owner, endpoint } = await openEndpoint(h);
    const deploymentId = await runToPending(h, owner);
    const [head] = await claim(h, { now: at(10) });
    await settle(h, head, { kind: 'parked' });

    expect(await claim(h, { now: at(1_000_000) })).toEqual([]);
    expect(await h.store.nextDeliveryAt(at(10))).toBeNull();
    const count = await h.store.redeliver(
      owner.organizationId,
      endpoint.id,
      { deliveryId: head?.delivery.id ?? '' },
      at(30),
      h.samples.audit({ organizationId: owner.organizationId }),
    );

    expect(count).toBe(1);
    const [again] = await claim(h, { now: at(30) });
    expect(again && placeOf(again)).toBe(`${deploymentId} 1`);
    expect(again?.delivery).toMatchObject({ status: 'waiting', attempts: 0 });
    await settle(h, again, { kind: 'succeeded' });
    expect((await claim(h, { now: at(30) })).map(placeOf)).toEqual([`${deploymentId} 2`]);
  });

  test('a redelivered range goes out in order again', async () => {
    await using h = await open();
    const { owner, endpoint } = await openEndpoint(h);
    const deploymentId = await runToPending(h, owner);
    await deliverAll(h);
    const all = await h.store.listDeliveries(owner.organizationId, endpoint.id, {}, { limit: 9 });
    expect(all.items.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded']);

    const count = await h.store.redeliver(
      owner.organizationId,
      endpoint.id,
      { createdAfter: at(1), createdBefore: at(100) },
      at(200),
      h.samples.audit(),
    );

    expect(count).toBe(2);
    expect(await deliverAll(h)).toEqual([`${deploymentId} 2`, `${deploymentId} 3`]);
    const stranger = await h.samples.owner(h.store);
    expect(
      await h.store.redeliver(stranger.organizationId, endpoint.id, {}, at(200), h.samples.audit()),
    ).toBe(0);
  });

  test('an earlier delivery that is redelivered goes before the waiting later ones', async () => {
    await using h = await open();
    const { owner, endpoint } = await openEndpoint(h);
    const deploymentId = await runToPending(h, owner);
    const [first] = await claim(h, { now: at(10) });
    await settle(h, first, { kind: 'succeeded' });

    await h.store.redeliver(
      owner.organizationId,
      endpoint.id,
      { deliveryId: first?.delivery.id ?? '' },
      at(30),
      h.samples.audit(),
    );

    expect(await deliverAll(h)).toEqual([1, 2, 3].map((sequence) => `${deploymentId} ${sequence}`));
  });
}
