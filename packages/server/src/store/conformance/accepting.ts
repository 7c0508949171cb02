import { expect, test } from 'vitest';
import type { OpenHarness } from './fixture.ts';
import { at, hashOf } from './samples.ts';

export function describeAccepting(open: OpenHarness): void {
  test('stores deployment, first history entry, event, delivery and audit together', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const endpoint = h.samples.endpoint(owner);
    await h.store.createEndpoint(endpoint, h.samples.audit(), 5);
    const acceptance = h.samples.acceptance(owner);
    const { deployment, eventId } = acceptance;

    expect(await h.store.acceptDeployment(acceptance)).toEqual({ kind: 'accepted', deployment });

    // What a kill right after the answer leaves.
    const store = await h.crash();
    expect(await store.findDeployment(owner.organizationId, deployment.id)).toEqual(deployment);
    expect(await store.listHistory(deployment.id)).toEqual([
      {
        deploymentId: deployment.id,
        sequence: 1,
        state: 'Queued',
        reason: 'DEPLOYMENT_QUEUED',
        message: 'The request is accepted and stored',
        transactionId: null,
        block: null,
        actor: owner.userId,
        at: deployment.createdAt,
      },
    ]);
    const { items } = await store.listEvents(owner.organizationId, undefined, 10);
    expect(items).toMatchObject([
      {
        id: eventId,
        type: 'deployment.queued',
        data: { deploymentId: deployment.id, sequence: 1 },
      },
    ]);
    const deliveries = await store.listDeliveries(
      owner.organizationId,
      endpoint.id,
      {},
      { limit: 10 },
    );
    expect(deliveries.items).toMatchObject([
      { eventId, sequence: 1, status: 'waiting', payload: JSON.stringify(items[0]) },
    ]);
    expect(await store.listAudit(owner.organizationId, 1)).toEqual([acceptance.audit]);
  });

  test('tells the endpoints of the organization that subscribed to the event, disabled ones for later', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const stranger = await h.samples.owner(h.store);
    const endpoints = {
      subscribed: h.samples.endpoint(owner),
      other: h.samples.endpoint(owner, { events: ['deployment.failed'] }),
      disabled: h.samples.endpoint(owner, { status: 'disabled' }),
      foreign: h.samples.endpoint(stranger),
    };
    for (const endpoint of Object.values(endpoints))
      await h.store.createEndpoint(endpoint, h.samples.audit(), 9);

    await h.store.acceptDeployment(h.samples.acceptance(owner));

    const counts = await Promise.all(
      Object.values(endpoints).map(async ({ organizationId, id }) => {
        const page = await h.store.listDeliveries(organizationId, id, {}, { limit: 9 });
        return page.items.length;
      }),
    );
    expect(counts).toEqual([1, 0, 1, 0]);
    expect(await h.store.listEvents(stranger.organizationId, undefined, 9)).toMatchObject({
      items: [],
    });
  });

  test('of 200 parallel calls with one key, from two processes, one is accepted and the others get its answer', async () => {
    await using h = await open();
    const other = await h.connect();
    const owner = await h.samples.owner(h.store);
    const idempotency = h.samples.idempotency(owner);
    const acceptances = Array.from({ length: 200 }, () =>
      h.samples.acceptance(owner, { idempotency }),
    );

    const outcomes = await Promise.all(
      acceptances.map((acceptance, index) =>
        (index % 2 ? h.store : other).acceptDeployment(acceptance),
      ),
    );

    const accepted = acceptances.filter((_, index) => outcomes[index]?.kind === 'accepted');
    expect(accepted).toHaveLength(1);
    const replays = outcomes.filter((outcome) => outcome.kind === 'replay');
    expect(replays).toHaveLength(199);
    for (const { answer } of replays)
      expect(new Uint8Array(answer)).toEqual(new Uint8Array(accepted[0]?.answer ?? []));
    const { items } = await h.store.listDeployments(owner.organizationId, {}, { limit: 100 });
    expect(items.map(({ id }) => id)).toEqual([accepted[0]?.deployment.id]);
  });

  test('a key repeated after a crash gets the first answer, with another body nothing', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const idempotency = h.samples.idempotency(owner);
    const first = h.samples.acceptance(owner, { idempotency });
    await h.store.acceptDeployment(first);

    const store = await h.crash();
    const repeated = await store.acceptDeployment(h.samples.acceptance(owner, { idempotency }));
    const mismatched = await store.acceptDeployment(
      h.samples.acceptance(owner, {
        idempotency: { ...idempotency, fingerprint: hashOf('other body') },
      }),
    );

    expect(repeated).toEqual({ kind: 'replay', answer: new Uint8Array(first.answer) });
    expect(mismatched).toEqual({ kind: 'mismatch' });
    const { items } = await store.listDeployments(owner.organizationId, {}, { limit: 100 });
    expect(items).toHaveLength(1);
  });

  test('keys are apart by organization and by operation', async () => {
    await using h = await open();
    const owners = [await h.samples.owner(h.store), await h.samples.owner(h.store)] as const;
    const [owner, stranger] = owners;

    const outcomes = await Promise.all([
      h.store.acceptDeployment(
        h.samples.acceptance(owner, { idempotency: h.samples.idempotency(owner) }),
      ),
      h.store.acceptDeployment(
        h.samples.acceptance(stranger, { idempotency: h.samples.idempotency(stranger) }),
      ),
      h.store.acceptDeployment(
        h.samples.acceptance(owner, {
          idempotency: h.samples.idempotency(owner, { operation: 'tokens.other' }),
        }),
      ),
    ]);

    expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'accepted']);
  });

  test('an acceptance that cannot be stored in full leaves nothing, and spares its neighbours', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const good = h.samples.acceptance(owner);
    const idempotency = h.samples.idempotency(owner);
    // Its event's id is taken, which shows only after deployment and history are written.
    const bad = h.samples.acceptance(owner, { idempotency, eventId: good.eventId });
    const after = h.samples.acceptance(owner);

    const outcomes = await Promise.allSettled(
      [good, bad, after].map((acceptance) => h.store.acceptDeployment(acceptance)),
    );

    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const organizationId = owner.organizationId;
    expect(await h.store.findDeployment(organizationId, bad.deployment.id)).toBeUndefined();
    expect(await h.store.listHistory(bad.deployment.id)).toEqual([]);
    const { items } = await h.store.listEvents(organizationId, undefined, 10);
    expect(items.map(({ id }) => id)).toEqual([good.eventId, after.eventId]);
    expect(await h.store.claimIdempotencyKey(idempotency, { now: at(0), until: at(1) })).toEqual({
      kind: 'claimed',
    });
  });
}
