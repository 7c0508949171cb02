import { expect, test } from 'vitest';
import type { ClaimedDelivery, Endpoint } from '../../ports/store/index.ts';
import { claim, deliverAll, openEndpoint, runToPending, settle, terms } from './deliveryBench.ts';
import type { OpenHarness } from './fixture.ts';
import { at } from './samples.ts';

export function describeDeliveries(open: OpenHarness): void {
  test('no endpoint has more in flight than it may, and a full one does not hold up another', async () => {
    await using h = await open();
    const busy = await openEndpoint(h);
    const calm = await openEndpoint(h);
    for (let index = 0; index < 10; index += 1)
      await h.store.acceptDeployment(h.samples.acceptance(busy.owner));
    await h.store.acceptDeployment(h.samples.acceptance(calm.owner));

    const first = await claim(h, { now: at(10), perEndpoint: 3 });
    const second = await claim(h, { now: at(10), perEndpoint: 3 });
    const [one] = first;
    await settle(h, one, { kind: 'succeeded' });
    const third = await claim(h, { now: at(10), perEndpoint: 3 });

    const perEndpoint = (claimed: ClaimedDelivery[], { id }: Endpoint) =>
      claimed.filter(({ endpoint }) => endpoint.id === id).length;
    expect(perEndpoint(first, busy.endpoint)).toBe(3);
    expect(perEndpoint(first, calm.endpoint)).toBe(1);
    expect(second).toEqual([]);
    expect(perEndpoint(third, busy.endpoint)).toBe(one?.endpoint.id === busy.endpoint.id ? 1 : 0);
  });

  test('a disabled endpoint gets nothing, and everything without a gap once it is enabled', async () => {
    await using h = await open();
    const { owner, endpoint } = await openEndpoint(h);
    await runToPending(h, owner);
    const [claimed] = await claim(h, { now: at(10) });

    await settle(h, claimed, { kind: 'parked' }, { status: 410, disableEndpoint: 'HTTP 410' });
    await h.store.acceptDeployment(h.samples.acceptance(owner));

    const found = await h.store.findEndpoint(owner.organizationId, endpoint.id);
    expect(found).toMatchObject({ status: 'disabled', disabledReason: 'HTTP 410' });
    expect(await claim(h, { now: at(1_000_000) })).toEqual([]);
    expect(await h.store.nextDeliveryAt(at(10))).toBeNull();
    await h.store.updateEndpoint(
      owner.organizationId,
      endpoint.id,
      { status: 'enabled' },
      at(50),
      h.samples.audit(),
    );
    const enabled = await h.store.findEndpoint(owner.organizationId, endpoint.id);
    expect(enabled).toMatchObject({ disabledReason: null, failingSince: null });
    await h.store.redeliver(owner.organizationId, endpoint.id, {}, at(50), h.samples.audit());
    expect(await deliverAll(h)).toHaveLength(4);
  });

  test('the owner is mailed once when an endpoint is disabled, in the transaction that does it', async () => {
    await using h = await open();
    const { owner, endpoint } = await openEndpoint(h);
    await h.store.acceptDeployment(h.samples.acceptance(owner));
    await h.store.acceptDeployment(h.samples.acceptance(owner));
    const [first, second] = await claim(h, { now: at(10) });
    const gone = { status: 410, disableEndpoint: 'HTTP 410' };

    await settle(h, first, { kind: 'parked' }, gone);
    await settle(h, second, { kind: 'parked' }, gone);

    const mails = await h.store.listMails(owner.userId, 10);
    expect(mails.filter(({ kind }) => kind === 'webhook-disabled')).toMatchObject([
      {
        userId: owner.userId,
        status: 'waiting',
        facts: {
          endpointId: endpoint.id,
          // Anything that who made the endpoint likes; nobody has confirmed the address.
          host: null,
          reason: 'HTTP 410',
        },
      },
    ]);
    const trail = await h.store.listAudit(owner.organizationId, 20);
    expect(trail.filter(({ action }) => action === 'webhook.disable')).toMatchObject([
      { actor: 'system', target: endpoint.id, details: { reason: 'HTTP 410' } },
    ]);
  });

  test('a lease that ran out is taken over, and the answer of its first holder is ignored', async () => {
    await using h = await open();
    const other = await h.connect();
    const { owner, endpoint } = await openEndpoint(h);
    await h.store.acceptDeployment(h.samples.acceptance(owner));

    const [lost] = await claim(h, { now: at(10), leaseMs: 1_000 });
    expect(await h.store.nextDeliveryAt(at(10))).toEqual(at(1_010));
    const [held] = await other.claimDueDeliveries({
      ...terms,
      workerId: 'wrk_2',
      now: at(1_010),
    });
    await settle(h, lost, { kind: 'parked' });

    const log = await h.store.listDeliveries(owner.organizationId, endpoint.id, {}, { limit: 1 });
    expect(log.items).toMatchObject([{ status: 'waiting', attempts: 0 }]);
    await settle(h, held, { kind: 'succeeded' });
    expect(await h.store.countDeliveries()).toEqual([{ status: 'succeeded', count: 1 }]);
  });

  test('a renewed lease is not taken over; a lost one cannot be renewed', async () => {
    await using h = await open();
    const { owner } = await openEndpoint(h);
    await h.store.acceptDeployment(h.samples.acceptance(owner));
    const [first] = await claim(h, { now: at(10), leaseMs: 1_000 });
    if (first === undefined) throw new Error('nothing was claimed');
    const held = { deliveryId: first.delivery.id, leaseToken: first.leaseToken };

    expect(await h.store.renewDeliveryLease(held, at(2_000))).toBe(true);
    expect(await claim(h, { now: at(1_500), leaseMs: 1_000 })).toEqual([]);
    expect(await claim(h, { now: at(2_000), leaseMs: 1_000 })).toHaveLength(1);
    expect(await h.store.renewDeliveryLease(held, at(9_000))).toBe(false);
  });

  test('two processes never hold the same delivery', async () => {
    await using h = await open();
    const other = await h.connect();
    const { owner } = await openEndpoint(h);
    for (let index = 0; index < 50; index += 1)
      await h.store.acceptDeployment(h.samples.acceptance(owner));

    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 ? h.store : other).claimDueDeliveries({
          ...terms,
          now: at(10),
          limit: 5,
          perEndpoint: 100,
        }),
      ),
    );

    const ids = claims.flat().map(({ delivery }) => delivery.id);
    expect(ids).toHaveLength(50);
    expect(new Set(ids).size).toBe(50);
  });

  test('the log is paged from the newest, filtered by status, and shows the body', async () => {
    await using h = await open();
    const { owner, endpoint } = await openEndpoint(h);
    const deploymentId = await runToPending(h, owner);
    const [first] = await claim(h, { now: at(10) });
    await settle(h, first, { kind: 'succeeded' }, { status: 204, responseExcerpt: 'fine' });

    const page = await h.store.listDeliveries(owner.organizationId, endpoint.id, {}, { limit: 2 });
    const rest = await h.store.listDeliveries(
      owner.organizationId,
      endpoint.id,
      {},
      { limit: 2, cursor: page.nextCursor ?? '' },
    );
    const waiting = await h.store.listDeliveries(
      owner.organizationId,
      endpoint.id,
      { status: 'waiting' },
      { limit: 9 },
    );

    expect(page.items.map(({ sequence }) => sequence)).toEqual([3, 2]);
    expect(rest.items).toMatchObject([
      { sequence: 1, deploymentId, lastStatus: 204, lastResponseExcerpt: 'fine' },
    ]);
    expect(rest.items[0]?.payload).toBe(first?.payload);
    expect(rest.nextCursor).toBeNull();
    expect(waiting.items).toHaveLength(2);
    const stranger = await h.samples.owner(h.store);
    const foreign = await h.store.listDeliveries(
      stranger.organizationId,
      endpoint.id,
      {},
      { limit: 9 },
    );
    expect(foreign.items).toEqual([]);
    await expect(
      h.store.listDeliveries(owner.organizationId, endpoint.id, {}, { limit: 2, cursor: 'x' }),
    ).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
  });
}
