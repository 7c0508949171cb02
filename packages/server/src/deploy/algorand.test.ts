/** The engine on an Algorand chain: real database, real sealed keys, real REST, scripted faults. */
import { startAlgorandNode, type AlgorandNode } from '@biatec-tokens/devnet';
import { describe, expect, test } from 'vitest';
import { createAlgorandAdapter } from '../chains/algorand/adapter.ts';
import { createEngineHarness, type EngineHarness } from '../testing/createEngineHarness.ts';

const network = 'algorand-localnet';
const gold = {
  network,
  name: 'Gold',
  unitName: 'GLD',
  totalSupply: '1000000',
  decimals: 2,
  url: 'https://example.org/gold',
};

async function createHarness(node: AlgorandNode, sponsored = true): Promise<EngineHarness> {
  return createEngineHarness({
    createAdapter: ({ signer, clock, store }) =>
      createAlgorandAdapter({
        networkId: network,
        genesisHash: null,
        endpoints: [{ url: node.url, token: node.token }],
        pin: (identity) => store.pinNetwork(network, identity, clock.now()),
        signer,
        clock,
        timeoutMs: 1_000,
      }),
    ...(sponsored ? { sponsorSecret: node.funderMnemonic } : {}),
  });
}

const isResting = ({ state }: { state: string }) =>
  ['Completed', 'Failed', 'Cancelled'].includes(state);

async function assetsOf(node: AlgorandNode, address: string): Promise<unknown[]> {
  const answer = await fetch(`${node.url}/v2/accounts/${address}`, {
    headers: { 'x-algo-api-token': node.token },
  });
  const account = (await answer.json()) as { 'created-assets'?: unknown[] };
  return account['created-assets'] ?? [];
}

describe('a smooth run', () => {
  test('one request becomes one asset, through all six states, with everything read back', async () => {
    await using node = await startAlgorandNode();
    await using h = await createHarness(node);
    const { id } = await h.accept('asa-ft', gold);

    await h.turn();

    const done = await h.get(id);
    expect(done).toMatchObject({ state: 'Completed', error: null, waiting: null, dueAt: null });
    expect((await h.historyOf(id)).map(({ sequence, state }) => [sequence, state])).toEqual([
      [1, 'Queued'],
      [2, 'Submitted'],
      [3, 'Pending'],
      [4, 'Confirmed'],
      [5, 'Indexed'],
      [6, 'Completed'],
    ]);
    expect(done.readBack?.every((field) => field.equal)).toBe(true);
    expect(done.readBack?.map((field) => field.field)).toContain('totalSupplyBaseUnits');
    expect(await assetsOf(node, h.issuer.avm.address)).toHaveLength(1);
  });

  test('a new issuer ends with exactly its minimum balance: the sponsor paid for everything', async () => {
    await using node = await startAlgorandNode();
    await using h = await createHarness(node);
    const { id } = await h.accept('asa-nft', { network, name: 'One', unitName: 'ONE' });

    await h.turnUntil(id, isResting);

    const answer = await fetch(`${node.url}/v2/accounts/${h.issuer.avm.address}`, {
      headers: { 'x-algo-api-token': node.token },
    });
    expect(await answer.json()).toMatchObject({ amount: 200_000, 'min-balance': 200_000 });
  });

  test('fifty issuances of one issuer at once become fifty assets', async () => {
    await using node = await startAlgorandNode();
    await using h = await createHarness(node);
    const accepted = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        h.accept('asa-ft', { ...gold, name: `Gold ${index}` }),
      ),
    );

    for (const { id } of accepted) await h.turnUntil(id, isResting);

    const states = await Promise.all(accepted.map(async ({ id }) => (await h.get(id)).state));
    expect(new Set(states)).toEqual(new Set(['Completed']));
    expect(await assetsOf(node, h.issuer.avm.address)).toHaveLength(50);
  });
});

describe('a node that misbehaves', () => {
  test('a lost answer after acceptance makes one asset, not two and not a failure', async () => {
    await using node = await startAlgorandNode();
    await using h = await createHarness(node);
    node.faults.add({ kind: 'drop-answer', path: '/v2/transactions', method: 'POST', times: 1 });
    const { id } = await h.accept('asa-ft', gold);

    const done = await h.turnUntil(id, isResting);

    expect(done.state).toBe('Completed');
    expect(await assetsOf(node, h.issuer.avm.address)).toHaveLength(1);
    const [attempt] = await h.store.listAttempts(id);
    // The same bytes again, within the same broadcast: the node has the first, whose answer was lost.
    expect(attempt?.lastAnswer).toContain('overlapping lease');
  });

  test.for([
    ['cuts every connection', { kind: 'refuse' }],
    ['answers 500', { kind: 'status', status: 500 }],
    ['is told to slow down', { kind: 'status', status: 429 }],
    ['answers garbage', { kind: 'garbage' }],
    ['does not answer in time', { kind: 'delay', ms: 10_000 }],
  ] as const)(
    'while the node %s the deployment waits for it, then completes',
    async ([, fault]) => {
      await using node = await startAlgorandNode();
      await using h = await createHarness(node);
      node.faults.add(fault);
      const { id } = await h.accept('asa-ft', gold);

      await h.turn();
      const waiting = await h.get(id);
      expect(waiting).toMatchObject({ state: 'Queued', error: null, waiting: { kind: 'node' } });
      expect(waiting.dueAt).not.toBeNull();

      node.faults.clear();
      const done = await h.turnUntil(id, isResting);
      expect(done.state).toBe('Completed');
      expect(await assetsOf(node, h.issuer.avm.address)).toHaveLength(1);
    },
  );

  test('a node that takes transactions but cannot be asked about them holds the deployment, truthfully', async () => {
    await using node = await startAlgorandNode();
    await using h = await createHarness(node);
    node.faults.add({ kind: 'status', status: 500, path: '/v2/transactions/pending' });
    const { id } = await h.accept('asa-ft', gold);

    await h.turn();
    expect(await h.get(id)).toMatchObject({ state: 'Pending', waiting: { kind: 'node' } });

    node.faults.clear();
    expect(await h.turnUntil(id, isResting)).toMatchObject({ state: 'Completed' });
    expect(await assetsOf(node, h.issuer.avm.address)).toHaveLength(1);
  });

  test('a node of another chain is refused and nothing is sent to it', async () => {
    await using node = await startAlgorandNode();
    await using h = await createHarness(node);
    const first = await h.accept('asa-ft', gold);
    await h.turnUntil(first.id, isResting);
    node.faults.add({ kind: 'wrong-genesis' });
    // Parameters of the network serve for a tenth of a second.
    await h.clock.advance(1_000);
    const { id } = await h.accept('asa-ft', gold);

    await h.turn();
    const waiting = await h.get(id);
    expect(waiting).toMatchObject({ state: 'Queued', waiting: { kind: 'wrong-network' } });
    expect(waiting.waiting?.message).toContain('is of chain');
    expect(await h.store.listAttempts(id)).toEqual([]);

    node.faults.clear();
    expect(await h.turnUntil(id, isResting)).toMatchObject({ state: 'Completed' });
  });
});

describe('an attempt that never gets through', () => {
  test('is replaced only after its window has passed, and one asset exists', async () => {
    await using node = await startAlgorandNode();
    await using h = await createHarness(node);
    node.faults.add({ kind: 'refuse', path: '/v2/transactions', method: 'POST' });
    const { id } = await h.accept('asa-ft', gold);
    await h.turn();
    await h.clock.advance(60_000);
    await h.turn();
    expect(await h.store.listAttempts(id)).toHaveLength(1);

    await node.makeBlocks(201);
    node.faults.clear();
    const done = await h.turnUntil(id, isResting);

    expect(done.state).toBe('Completed');
    const attempts = await h.store.listAttempts(id);
    expect(attempts.map((attempt) => attempt.outcome)).toEqual(['expired', 'included']);
    expect(await assetsOf(node, h.issuer.avm.address)).toHaveLength(1);
  });

  test('is found in the blocks when it was included so long ago that the node forgot its id', async () => {
    await using node = await startAlgorandNode();
    await using h = await createHarness(node);
    node.faults.add({ kind: 'status', status: 500, path: '/v2/transactions/pending' });
    const { id } = await h.accept('asa-ft', gold);
    await h.turn();
    await node.makeBlocks(1_300);
    node.faults.clear();

    const done = await h.turnUntil(id, isResting);

    expect(done.state).toBe('Completed');
    expect(done.assetId).not.toBeNull();
    expect(await h.store.listAttempts(id)).toHaveLength(1);
    expect(await assetsOf(node, h.issuer.avm.address)).toHaveLength(1);
  });
});

describe('money', () => {
  test('an issuer without a sponsor and without funds is told what is missing; after funding, a retry completes', async () => {
    await using node = await startAlgorandNode();
    await using h = await createHarness(node, false);
    const { id } = await h.accept('asa-ft', gold);

    await h.turn();

    const failed = await h.get(id);
    expect(failed).toMatchObject({
      state: 'Failed',
      error: {
        errorCode: 'INSUFFICIENT_FUNDS',
        retryable: true,
        details: {
          address: h.issuer.avm.address,
          needed: '0.201',
          present: '0',
          missing: '0.201',
          symbol: 'ALGO',
        },
      },
    });
    expect(await h.store.listAttempts(id)).toEqual([]);

    await h.setSponsor(network, node.funderMnemonic);
    await h.store.advance({
      deploymentId: id,
      version: failed.version,
      lease: null,
      steps: [{ event: 'retry' }],
      set: { error: null },
      dueAt: h.clock.now(),
      keepLease: false,
      actor: { actor: 'user', correlationId: null, ip: null, userAgent: null },
      now: h.clock.now(),
    });
    expect(await h.turnUntil(id, isResting)).toMatchObject({ state: 'Completed', error: null });
  });
});
