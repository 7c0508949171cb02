import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Deployment, DeploymentFilter } from '../../ports/store/index.ts';
import type { OpenHarness, StoreHarness } from './fixture.ts';
import { at, type Owner } from './samples.ts';

export function describeLists(open: OpenHarness): void {
  test("another organization's deployment answers like a missing one", async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const stranger = await h.samples.owner(h.store);
    const deployment = await accept(h, owner);

    expect(await h.store.findDeployment(owner.organizationId, deployment.id)).toEqual(deployment);
    expect(await h.store.findDeployment(stranger.organizationId, deployment.id)).toBeUndefined();
    const { items } = await h.store.listDeployments(stranger.organizationId, {}, { limit: 9 });
    expect(items).toEqual([]);
  });

  test('pages go from the newest to the oldest, each deployment once, also while more arrive', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const deployments: Deployment[] = [];
    // Several share a moment, so that the id has to decide.
    for (let index = 0; index < 25; index += 1)
      deployments.push(await accept(h, owner, { createdAt: at(Math.floor(index / 4)) }));

    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await h.store.listDeployments(
        owner.organizationId,
        {},
        { limit: 7, ...(cursor !== undefined && { cursor }) },
      );
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
      await accept(h, owner, { createdAt: at(1_000) });
    } while (cursor !== undefined);

    const newestFirst = deployments.toSorted(
      (a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1),
    );
    expect(seen).toEqual(newestFirst.map(({ id }) => id));
  });

  test('a page that ends exactly at the end has no cursor', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    await accept(h, owner);
    await accept(h, owner);

    const page = await h.store.listDeployments(owner.organizationId, {}, { limit: 2 });

    expect(page.items).toHaveLength(2);
    expect(page.nextCursor).toBeNull();
  });

  test('filters narrow the list, alone and together', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const gold = await accept(h, owner, { reference: 'gold', createdAt: at(1) });
    const silver = await accept(h, owner, {
      reference: 'silver',
      networkId: 'base',
      tokenType: 'erc20-mintable',
      createdAt: at(2),
    });
    const failed = await accept(h, owner, { createdAt: at(3), state: 'Failed' });
    const list = async (filter: DeploymentFilter) => {
      const page = await h.store.listDeployments(owner.organizationId, filter, { limit: 9 });
      return page.items.map(({ id }) => id);
    };

    expect(await list({ reference: 'gold' })).toEqual([gold.id]);
    expect(await list({ networkId: 'base' })).toEqual([silver.id]);
    expect(await list({ tokenType: 'erc20-mintable' })).toEqual([silver.id]);
    expect(await list({ state: 'Failed' })).toEqual([failed.id]);
    expect(await list({ state: 'Queued' })).toEqual([silver.id, gold.id]);
    expect(await list({ createdAfter: at(2) })).toEqual([failed.id, silver.id]);
    expect(await list({ createdBefore: at(2) })).toEqual([gold.id]);
    expect(await list({ reference: 'gold', networkId: 'base' })).toEqual([]);
  });

  test('a cursor that this list did not give is refused', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    await accept(h, owner);
    await accept(h, owner);
    const { nextCursor } = await h.store.listDeployments(owner.organizationId, {}, { limit: 1 });
    const { nextCursor: ofEvents } = await h.store.listEvents(owner.organizationId, undefined, 1);

    const texts = fc.oneof(
      fc.string(),
      fc.base64String(),
      fc.string().map((text) => Buffer.from(text).toString('base64url')),
      fc.constantFrom(ofEvents, `${nextCursor}=`, `${nextCursor} `, `${nextCursor}A`),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (cursor) => {
        fc.pre(cursor !== nextCursor);
        await expect(
          h.store.listDeployments(owner.organizationId, {}, { cursor, limit: 1 }),
        ).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
      }),
    );
  });

  test('counts deployments by network and state', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    await accept(h, owner);
    await accept(h, owner);
    await accept(h, owner, { networkId: 'base' });

    expect(await h.store.countDeployments()).toEqual(
      expect.arrayContaining([
        { networkId: 'algorand-localnet', state: 'Queued', count: 2 },
        { networkId: 'base', state: 'Queued', count: 1 },
      ]),
    );
  });
}

async function accept(h: StoreHarness, owner: Owner, fields: Partial<Deployment> = {}) {
  const deployment = h.samples.deployment(owner, fields);
  await h.store.acceptDeployment(h.samples.acceptance(owner, { deployment }));
  return deployment;
}
