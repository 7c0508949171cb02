import { expect, test } from 'vitest';
import type { Store } from '../../ports/store/index.ts';
import type { OpenHarness } from './fixture.ts';
import { at, start, system } from './samples.ts';

export function describeLeases(open: OpenHarness): void {
  test('what is due is leased, the longest due first, up to the limit', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const dueAts = [at(30), at(10), at(20), at(40), null];
    const deployments = dueAts.map((dueAt) => h.samples.deployment(owner, { dueAt }));
    for (const deployment of deployments)
      await h.store.acceptDeployment(h.samples.acceptance(owner, { deployment }));

    const first = await claim(h.store, { now: at(30), limit: 2 });
    const second = await claim(h.store, { now: at(30), limit: 2 });

    expect(first.map(({ deployment }) => deployment)).toEqual([deployments[1], deployments[2]]);
    expect(second.map(({ deployment }) => deployment)).toEqual([deployments[0]]);
    expect(first[0]?.attempt).toBeNull();
  });

  test('two processes never hold the same deployment', async () => {
    await using h = await open();
    const other = await h.connect();
    const owner = await h.samples.owner(h.store);
    await Promise.all(
      Array.from({ length: 60 }, () => h.store.acceptDeployment(h.samples.acceptance(owner))),
    );

    const claims = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        claim(index % 2 ? h.store : other, { now: start, limit: 3 }),
      ),
    );

    const ids = claims.flat().map(({ deployment }) => deployment.id);
    expect(ids).toHaveLength(60);
    expect(new Set(ids).size).toBe(60);
  });

  test('a lease that ran out is taken over, and its first holder can write nothing any more', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const { deployment } = h.samples.acceptance(owner);
    await h.store.acceptDeployment(h.samples.acceptance(owner, { deployment }));

    const [lost] = await claim(h.store, { now: start, leaseMs: 1_000 });
    expect(await claim(h.store, { now: at(999) })).toEqual([]);
    const [held] = await claim(h.store, { now: at(1_000), leaseMs: 1_000 });
    if (lost === undefined || held === undefined) throw new Error('Both were claimed');

    expect(held.lease.token).not.toBe(lost.lease.token);
    expect(await h.store.renewLease(lost.lease, at(9_000))).toBe(false);
    expect(
      await h.store.openAttempt({
        lease: lost.lease,
        networkId: 'algorand-localnet',
        sender: 'SENDER',
        now: at(1_001),
      }),
    ).toBeUndefined();
    expect(
      await h.store.advance({
        deploymentId: deployment.id,
        version: 1,
        lease: lost.lease,
        steps: [{ event: 'submit' }],
        dueAt: null,
        keepLease: false,
        actor: system,
        now: at(1_001),
      }),
    ).toEqual({ ok: false, reason: 'CONFLICT' });
    expect(await h.store.renewLease(held.lease, at(9_000))).toBe(true);
    expect(await claim(h.store, { now: at(8_999) })).toEqual([]);
  });

  test('a lease that ran out but was not taken over still lets its holder finish', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    await h.store.acceptDeployment(h.samples.acceptance(owner));
    const [held] = await claim(h.store, { now: start, leaseMs: 1_000 });
    if (held === undefined) throw new Error('It was claimed');

    expect(
      await h.store.advance({
        deploymentId: held.deployment.id,
        version: 1,
        lease: held.lease,
        steps: [{ event: 'submit' }],
        dueAt: at(9_000),
        keepLease: false,
        actor: system,
        now: at(5_000),
      }),
    ).toMatchObject({ ok: true });
  });

  test('nextDueAt() tells when the next deployment can be claimed', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    expect(await h.store.nextDueAt(start)).toBeNull();

    for (const dueAt of [at(50), at(20), null]) {
      const deployment = h.samples.deployment(owner, { dueAt });
      await h.store.acceptDeployment(h.samples.acceptance(owner, { deployment }));
    }
    expect(await h.store.nextDueAt(start)).toEqual(at(20));

    await claim(h.store, { now: at(20), leaseMs: 10 });
    expect(await h.store.nextDueAt(at(20))).toEqual(at(30));
    await claim(h.store, { now: at(30), leaseMs: 100 });
    expect(await h.store.nextDueAt(at(30))).toEqual(at(50));
  });
}

function claim(store: Store, terms: { now: Date; limit?: number; leaseMs?: number }) {
  return store.claimDueDeployments({ workerId: 'wrk_1', limit: 10, leaseMs: 30_000, ...terms });
}
