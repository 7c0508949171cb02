import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import type { Advance, Deployment } from '../../ports/store/index.ts';
import type { OpenHarness, StoreHarness } from './fixture.ts';
import { at, start, system, type Owner } from './samples.ts';

const largest = 2n ** 64n - 1n;

export function describeAdvancing(open: OpenHarness): void {
  test('each step writes history, event, delivery and audit, with the facts of the advance', async () => {
    await using h = await open();
    const { owner, deployment, lease } = await claimOne(h);
    const endpoint = h.samples.endpoint(owner, {
      events: ['deployment.submitted', 'deployment.confirmed'],
    });
    await h.store.createEndpoint(endpoint, h.samples.audit(), 5);

    const advanced = await h.store.advance({
      deploymentId: deployment.id,
      version: 1,
      lease,
      steps: [
        { event: 'submit', message: 'Handed to a node' },
        { event: 'seeInPool' },
        { event: 'confirm' },
      ],
      set: {
        transactionId: 'TX',
        block: { number: largest, hash: '0xabc' },
        assetId: largest,
        contractAddress: '0xC0',
        readBack: [{ field: 'name', asked: 'Gold', found: 'Gold', equal: true }],
        waiting: {
          kind: 'finality',
          message: 'Waits for finality',
          details: { round: '7' },
          since: at(3),
        },
      },
      dueAt: at(500),
      keepLease: false,
      actor: { actor: 'wrk_1', correlationId: 'cor-9', ip: null, userAgent: null },
      now: at(3),
    });

    const expected: Deployment = {
      ...deployment,
      state: 'Confirmed',
      version: 2,
      sequence: 4,
      transactionId: 'TX',
      block: { number: largest, hash: '0xabc' },
      assetId: largest,
      contractAddress: '0xC0',
      readBack: [{ field: 'name', asked: 'Gold', found: 'Gold', equal: true }],
      waiting: {
        kind: 'finality',
        message: 'Waits for finality',
        details: { round: '7' },
        since: at(3),
      },
      updatedAt: at(3),
      dueAt: at(500),
    };
    expect(advanced).toEqual({ ok: true, deployment: expected });
    const store = await h.crash();
    expect(await store.findDeployment(owner.organizationId, deployment.id)).toEqual(expected);
    expect(await store.listHistory(deployment.id)).toMatchObject([
      { sequence: 1, state: 'Queued' },
      { sequence: 2, state: 'Submitted', message: 'Handed to a node', transactionId: 'TX' },
      { sequence: 3, state: 'Pending', reason: 'TRANSACTION_BROADCAST', actor: 'wrk_1' },
      { sequence: 4, state: 'Confirmed', block: { number: largest, hash: '0xabc' }, at: at(3) },
    ]);
    const { items } = await store.listEvents(owner.organizationId, undefined, 10);
    expect(items.at(-1)).toMatchObject({
      type: 'deployment.confirmed',
      timestamp: at(3).toISOString(),
      data: {
        sequence: 4,
        assetId: '18446744073709551615',
        block: { number: '18446744073709551615', hash: '0xabc' },
        transactionId: 'TX',
        contractAddress: '0xC0',
      },
    });
    const log = await store.listDeliveries(owner.organizationId, endpoint.id, {}, { limit: 9 });
    expect(log.items.map(({ sequence }) => sequence)).toEqual([4, 2]);
    expect(await store.listAudit(owner.organizationId, 3)).toMatchObject([
      { action: 'deployment.confirm', target: deployment.id, correlationId: 'cor-9' },
      { action: 'deployment.seeInPool' },
      { action: 'deployment.submit', details: { from: 'Queued', to: 'Submitted' } },
    ]);
  });

  test('without steps only facts change, and nothing is told', async () => {
    await using h = await open();
    const { owner, deployment, lease } = await claimOne(h);

    const advanced = await advance(h, deployment, {
      lease,
      steps: [],
      set: { waiting: null },
      dueAt: at(7),
    });

    expect(advanced).toMatchObject({
      ok: true,
      deployment: { version: 2, sequence: 1, waiting: null, dueAt: at(7), state: 'Queued' },
    });
    expect(await h.store.listHistory(deployment.id)).toHaveLength(1);
    const { items } = await h.store.listEvents(owner.organizationId, undefined, 10);
    expect(items).toHaveLength(1);
  });

  test('of 50 parallel advances on one version one goes through, the others write nothing', async () => {
    await using h = await open();
    const other = await h.connect();
    const { deployment, lease } = await claimOne(h);

    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        (index % 2 ? h.store : other).advance({
          ...plain(deployment),
          lease,
          keepLease: true,
          steps: [{ event: 'submit' }],
        }),
      ),
    );

    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes).toContainEqual({ ok: false, reason: 'CONFLICT' });
    expect(await h.store.listHistory(deployment.id)).toHaveLength(2);
  });

  test('an event that leads nowhere is refused and leaves nothing, the steps before it included', async () => {
    await using h = await open();
    const { deployment, lease } = await claimOne(h);

    await expect(
      advance(h, deployment, {
        lease,
        steps: [{ event: 'submit' }, { event: 'complete' }],
        set: { transactionId: 'TX' },
      }),
    ).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });

    const found = await h.store.findDeployment(deployment.organizationId, deployment.id);
    expect(found).toEqual(deployment);
    expect(await h.store.listHistory(deployment.id)).toHaveLength(1);
  });

  test('a person can cancel a deployment that rests, and nobody can claim it then', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const { deployment } = await accept(h, owner);

    const cancelled = await advance(h, deployment, {
      lease: null,
      steps: [{ event: 'cancel' }],
      set: { waiting: null },
      dueAt: null,
    });

    expect(cancelled).toMatchObject({ ok: true, deployment: { state: 'Cancelled', dueAt: null } });
    expect(await claim(h)).toEqual([]);
  });

  test('a person is refused while a worker holds a lease, and ends a lease that ran out', async () => {
    await using h = await open();
    const { deployment, lease } = await claimOne(h, 1_000);
    const cancel = { lease: null, steps: [{ event: 'cancel' }], dueAt: null } as const;

    expect(await advance(h, deployment, { ...cancel, now: at(999) })).toEqual({
      ok: false,
      reason: 'CONFLICT',
    });
    expect(await advance(h, deployment, { ...cancel, now: at(1_000) })).toMatchObject({ ok: true });

    // The worker that was late must not sign for a cancelled deployment.
    expect(await h.store.renewLease(lease, at(9_000))).toBe(false);
    expect(
      await h.store.openAttempt({
        lease,
        networkId: 'base',
        sender: 'SENDER',
        allocateNonce: { chainNonce: 0n },
        now: at(1_001),
      }),
    ).toBeUndefined();
  });

  test("a person's change ends a lease that ran out, whatever it leads to", async () => {
    await using h = await open();
    const { deployment, lease } = await claimOne(h, 1_000);

    const changed = { lease: null, steps: [], keepLease: true, now: at(1_000) } as const;
    expect(await advance(h, deployment, changed)).toMatchObject({ ok: true });

    expect(await h.store.renewLease(lease, at(9_000))).toBe(false);
  });

  test('cancel is refused once any attempt exists, whatever became of it', async () => {
    await using h = await open();
    const { deployment, lease } = await claimOne(h);
    await h.store.openAttempt({ lease, networkId: 'base', sender: 'SENDER', now: start });
    await advance(h, deployment, {
      lease,
      steps: [],
      attempt: { number: 1, outcome: 'expired' },
      keepLease: false,
    });

    expect(
      await advance(
        h,
        { ...deployment, version: 2 },
        { lease: null, steps: [{ event: 'cancel' }] },
      ),
    ).toEqual({ ok: false, reason: 'CONFLICT' });
  });

  test('a deployment that came to rest has no lease any more, whatever its worker wanted to keep', async () => {
    await using h = await open();
    const { deployment, lease } = await claimOne(h);

    await advance(h, deployment, { lease, steps: [{ event: 'cancel' }], keepLease: true });

    const opening = { lease, networkId: 'base', sender: 'SENDER', now: start } as const;
    expect(await h.store.openAttempt(opening)).toBeUndefined();
    expect(await h.store.renewLease(lease, at(9_000))).toBe(false);
  });

  test('retry clears what the caller clears, and nothing else', async () => {
    await using h = await open();
    const { deployment, lease } = await claimOne(h);
    const error = {
      errorCode: 'BLOCKCHAIN_TRANSACTION_EXPIRED',
      errorMessage: 'Expired',
      suggestedAction: 'Retry',
      details: { lastValid: '9' },
      retryable: true,
    } as const;
    const failed = await advance(h, deployment, {
      lease,
      steps: [{ event: 'failSubmission' }],
      set: { error, transactionId: 'TX' },
      dueAt: null,
    });
    expect(failed).toMatchObject({ ok: true, deployment: { state: 'Failed', error } });
    expect(await h.store.listAudit(deployment.organizationId, 1)).toMatchObject([
      { outcome: 'failure', errorCode: 'BLOCKCHAIN_TRANSACTION_EXPIRED' },
    ]);

    const retried = await advance(
      h,
      { ...deployment, version: 2 },
      { lease: null, steps: [{ event: 'retry' }], set: { error: null }, dueAt: at(9) },
    );

    expect(retried).toMatchObject({
      ok: true,
      deployment: { state: 'Queued', error: null, transactionId: 'TX', sequence: 3, dueAt: at(9) },
    });
  });

  test('an unknown deployment is a conflict', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);

    expect(
      await advance(h, h.samples.deployment(owner), { lease: null, steps: [{ event: 'cancel' }] }),
    ).toEqual({ ok: false, reason: 'CONFLICT' });
  });

  test('a payload stays under 20 kB, whatever a node or a contract said', async () => {
    await using h = await open();
    const { deployment, lease, owner } = await claimOne(h);
    const long = '€'.repeat(20_000);

    await advance(h, deployment, {
      lease,
      steps: [{ event: 'refuse', message: long }],
      set: {
        error: {
          errorCode: 'BLOCKCHAIN_TRANSACTION_FAILED',
          errorMessage: long,
          suggestedAction: long,
          details: { revert: long },
          retryable: true,
        },
      },
    });

    const { items } = await h.store.listEvents(owner.organizationId, undefined, 10);
    const told = items.at(-1);
    expect(Buffer.byteLength(JSON.stringify(told))).toBeLessThan(20_000);
    expect(told).toMatchObject({
      type: 'deployment.failed',
      data: { error: { errorCode: 'BLOCKCHAIN_TRANSACTION_FAILED', retryable: true } },
    });
    const [, entry] = await h.store.listHistory(deployment.id);
    expect(entry?.message).toBe(long);
  });
}

async function accept(h: StoreHarness, owner: Owner) {
  const acceptance = h.samples.acceptance(owner);
  await h.store.acceptDeployment(acceptance);
  return acceptance;
}

async function claimOne(h: StoreHarness, leaseMs = 30_000) {
  const owner = await h.samples.owner(h.store);
  await accept(h, owner);
  const [claimed] = await claim(h, leaseMs);
  if (claimed === undefined) throw new Error('What was accepted is due');
  return { owner, ...claimed };
}

function claim(h: StoreHarness, leaseMs = 30_000) {
  return h.store.claimDueDeployments({ workerId: 'wrk_1', now: start, leaseMs, limit: 1 });
}

function plain(deployment: Deployment) {
  const { id: deploymentId, version } = deployment;
  return { deploymentId, version, dueAt: start, keepLease: false, actor: system, now: at(1) };
}

function advance(
  h: StoreHarness,
  deployment: Deployment,
  change: Partial<Advance> & Pick<Advance, 'lease' | 'steps'>,
) {
  return h.store.advance({ ...plain(deployment), ...change });
}
