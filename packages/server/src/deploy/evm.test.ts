/** The engine on a real EVM chain: one contract whatever happens to nonces, pools and answers. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createEvmAdapter } from '../chains/evm/adapter.ts';
import { startEvmChain, type EvmChain } from '../chains/evm/testing/startEvmChain.ts';
import { startTamperedNode, type TamperedNode } from '../chains/evm/testing/tamperedNode.ts';
import type { Account } from '../ports/store/index.ts';
import { createEngineHarness, type EngineHarness } from '../testing/createEngineHarness.ts';

const network = 'evm-localnet';
const silver = {
  network,
  name: 'Silver',
  symbol: 'SLV',
  initialSupply: '10.5',
  decimals: 18,
  cap: '1000',
};
const tenEther = 10n ** 19n;
const sponsorKeyBytes = 32;

const isResting = ({ state }: { state: string }) =>
  ['Completed', 'Failed', 'Cancelled'].includes(state);

let chain: EvmChain;
let node: TamperedNode;
beforeAll(async () => {
  chain = await startEvmChain({ own: true });
  node = await startTamperedNode(chain.url);
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
  await chain[Symbol.asyncDispose]();
});

interface Stage extends AsyncDisposable {
  readonly h: EngineHarness;
  readonly sponsor: Account;
  /** Sends from the sponsor behind the engine's back, as an operator with the key could. */
  spendSponsorNonce(): Promise<void>;
}

async function createStage(funds = tenEther): Promise<Stage> {
  const secret = `0x${crypto.getRandomValues(Buffer.alloc(sponsorKeyBytes)).toString('hex')}`;
  let adapter: ReturnType<typeof createEvmAdapter> | undefined;
  const h = await createEngineHarness({
    createAdapter({ signer, clock, store }) {
      adapter = createEvmAdapter({
        networkId: network,
        chainId: chain.chainId,
        endpoints: [{ url: node.url }],
        finality: { kind: 'blocks', blocks: 1 },
        pin: (identity) => store.pinNetwork(network, identity, clock.now()),
        signer,
        clock,
        timeoutMs: 2_000,
      });
      return adapter;
    },
  });
  const sponsor = await h.setSponsor(network, secret);
  await chain.request('anvil_setBalance', sponsor.address, `0x${funds.toString(16)}`);
  return {
    h,
    sponsor,
    async spendSponsorNonce() {
      await chain.request('anvil_impersonateAccount', sponsor.address);
      const id = await chain.request<string>('eth_sendTransaction', {
        from: sponsor.address,
        to: sponsor.address,
        value: '0x0',
      });
      await chain.untilMined(id);
    },
    async [Symbol.asyncDispose]() {
      node.tamper(() => undefined);
      await adapter?.close();
      await h[Symbol.asyncDispose]();
    },
  };
}

/** How many contracts were created for the issuer: each grants it the admin role once. */
async function contractsOf(issuer: string): Promise<number> {
  const logs = await chain.request<{ address: string }[]>('eth_getLogs', {
    fromBlock: '0x0',
    toBlock: 'latest',
    topics: [
      '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',
      `0x${'0'.repeat(64)}`,
      `0x${issuer.slice(2).toLowerCase().padStart(64, '0')}`,
    ],
  });
  return logs.length;
}

describe('a smooth run', () => {
  test('one request becomes one contract of the issuer, read back field by field', async () => {
    await using stage = await createStage();
    const { h } = stage;
    const { id } = await h.accept('erc20-mintable', silver);

    const done = await h.turnUntil(id, isResting);

    expect(done).toMatchObject({ state: 'Completed', error: null, assetId: null });
    expect((await h.historyOf(id)).map(({ state }) => state)).toEqual([
      'Queued',
      'Submitted',
      'Pending',
      'Confirmed',
      'Indexed',
      'Completed',
    ]);
    expect(done.readBack?.every((field) => field.equal)).toBe(true);
    expect(await contractsOf(h.issuer.evm.address)).toBe(1);
  });
});

describe('nonces', () => {
  test('a nonce taken by a foreign transaction costs an attempt, not a token', async () => {
    await using stage = await createStage();
    const { h } = stage;
    node.tamper(({ method }) =>
      method === 'eth_sendRawTransaction'
        ? { error: { code: -32_000, message: 'pool full' } }
        : undefined,
    );
    const { id } = await h.accept('erc20-preminted', {
      network,
      name: 'Fixed',
      symbol: 'FIX',
      totalSupply: '7',
      decimals: 0,
    });
    await h.turn();
    expect(await h.get(id)).toMatchObject({ state: 'Submitted' });

    await stage.spendSponsorNonce();
    node.tamper(() => undefined);
    const done = await h.turnUntil(id, isResting);

    expect(done.state).toBe('Completed');
    const attempts = await h.store.listAttempts(id);
    expect(attempts.map(({ nonce, outcome }) => [nonce, outcome])).toEqual([
      [0n, 'expired'],
      [1n, 'included'],
    ]);
    expect(await contractsOf(h.issuer.evm.address)).toBe(1);
  });

  test('an attempt that died between nonce and signature is signed at that very nonce', async () => {
    await using stage = await createStage();
    const { h, sponsor } = stage;
    const { id } = await h.accept('erc20-mintable', silver);
    const [claimed] = await h.store.claimDueDeployments({
      workerId: 'wrk_dead',
      now: h.clock.now(),
      leaseMs: 1_000,
      limit: 1,
    });
    if (claimed === undefined) throw new Error('nothing was claimed');
    await h.store.openAttempt({
      lease: claimed.lease,
      networkId: network,
      sender: sponsor.address,
      allocateNonce: { chainNonce: 0n },
      now: h.clock.now(),
    });

    await h.clock.advance(2_000);
    const done = await h.turnUntil(id, isResting);

    expect(done.state).toBe('Completed');
    expect(await h.store.listAttempts(id)).toMatchObject([{ nonce: 0n, outcome: 'included' }]);
  });
});

describe('a pool that does not move', () => {
  test('fees are raised at the same nonce, every hash is kept, and one contract comes of it', async () => {
    await using stage = await createStage();
    const { h } = stage;
    await chain.request('evm_setAutomine', false);
    try {
      const { id } = await h.accept('erc20-mintable', silver);
      await h.turn();
      expect(await h.get(id)).toMatchObject({ state: 'Pending', waiting: { kind: 'inclusion' } });

      await h.clock.advance(61_000);
      await h.turn();
      const [attempt] = await h.store.listAttempts(id);
      expect(attempt?.variants).toHaveLength(2);
      expect(new Set(attempt?.variants.map((variant) => variant.transactionId)).size).toBe(2);

      await chain.request('evm_mine');
      const done = await h.turnUntil(id, isResting);
      expect(done).toMatchObject({
        state: 'Completed',
        transactionId: attempt?.variants[1]?.transactionId,
      });
      expect(await h.store.listAttempts(id)).toHaveLength(1);
      expect(await contractsOf(h.issuer.evm.address)).toBe(1);
    } finally {
      await chain.request('evm_setAutomine', true);
    }
  });
});

describe('a node that misbehaves', () => {
  test('a lost answer after acceptance makes one contract', async () => {
    await using stage = await createStage();
    const { h } = stage;
    let lost = 0;
    node.tamper(({ method }, askReal) => {
      if (method !== 'eth_sendRawTransaction' || lost > 0) return undefined;
      lost += 1;
      return askReal().then(() => {
        throw new Error('the connection broke');
      });
    });
    const { id } = await h.accept('erc20-mintable', silver);

    const done = await h.turnUntil(id, isResting);

    expect(lost).toBe(1);
    expect(done.state).toBe('Completed');
    expect(await contractsOf(h.issuer.evm.address)).toBe(1);
  });

  test('a chain that forgets the block is followed back to Pending, and to one contract', async () => {
    await using stage = await createStage();
    const { h } = stage;
    // Whoever cannot read the token back rests in Confirmed.
    let refusesCalls = false;
    node.tamper(({ method }) =>
      refusesCalls && method === 'eth_call'
        ? { error: { code: -32_000, message: 'not now' } }
        : undefined,
    );
    refusesCalls = true;
    const { id } = await h.accept('erc20-mintable', silver);
    const snapshot = await chain.request<string>('evm_snapshot');
    await vi.waitFor(
      async () => {
        await h.clock.advance(1_000);
        await h.turn();
        expect((await h.get(id)).state).toBe('Confirmed');
      },
      // Each refused call is repeated a few times before the turn ends.
      { timeout: 20_000 },
    );

    await chain.request('evm_revert', snapshot);
    refusesCalls = false;
    const done = await h.turnUntil(id, isResting);

    expect(done.state).toBe('Completed');
    expect((await h.historyOf(id)).map(({ reason }) => reason)).toContain('CHAIN_REORGANISED');
    expect(await contractsOf(h.issuer.evm.address)).toBe(1);
  });

  test('a sponsor short of funds is waited for, with the amounts, and then it goes on', async () => {
    await using stage = await createStage(10n ** 9n);
    const { h, sponsor } = stage;
    const { id } = await h.accept('erc20-mintable', silver);

    await h.turn();

    const waiting = await h.get(id);
    expect(waiting).toMatchObject({
      state: 'Queued',
      waiting: { kind: 'sponsor-funds', details: { address: sponsor.address, symbol: 'ETH' } },
    });
    expect(await h.store.listAttempts(id)).toEqual([]);

    await chain.request('anvil_setBalance', sponsor.address, `0x${tenEther.toString(16)}`);
    expect(await h.turnUntil(id, isResting)).toMatchObject({ state: 'Completed' });
  });
});
