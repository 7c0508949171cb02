/** Applications through the engine: several steps, each never twice and never lost. On a real algod where one is given. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createAlgorandAdapter } from '../chains/algorand/adapter.ts';
import {
  startAlgorandChain,
  type AlgorandChain,
} from '../chains/algorand/testing/startAlgorandChain.ts';
import { createEngineHarness, type EngineHarness } from '../testing/createEngineHarness.ts';

const network = 'algorand-localnet';
const silver = { network, name: 'Silver', symbol: 'SLV', decimals: 2, totalSupply: '1000000' };
const plenty = 100_000_000n;

const isResting = ({ state }: { state: string }) =>
  ['Completed', 'Failed', 'Cancelled'].includes(state);

let chain: AlgorandChain;
beforeAll(async () => {
  chain = await startAlgorandChain();
  console.info(`applications through the engine, on ${chain.using}`);
  if (chain.noApplications !== null) console.info(`NOT tested: ${chain.noApplications}`);
});
afterAll(() => chain[Symbol.asyncDispose]());

async function createHarness({ sponsorFunds = plenty }: { sponsorFunds?: bigint | null } = {}) {
  const h = await createEngineHarness({
    createAdapter: ({ signer, clock, store }) =>
      createAlgorandAdapter({
        networkId: network,
        genesisHash: null,
        endpoints: [{ url: chain.url, token: chain.token }],
        pin: (identity) => store.pinNetwork(network, identity, clock.now()),
        signer,
        clock,
        timeoutMs: 2_000,
      }),
  });
  onTestFinished(() => h[Symbol.asyncDispose]());
  if (sponsorFunds !== null) {
    const { mnemonic } = await chain.account(sponsorFunds);
    await h.setSponsor(network, mnemonic);
  }
  return h;
}

async function applicationsOf(h: EngineHarness): Promise<{ id: number }[]> {
  const account = await chain.get(`/v2/accounts/${h.issuer.avm.address}`);
  return account['created-apps'] ?? [];
}

describe('a smooth run', () => {
  test('one request becomes one application, through all six states, with everything read back', async (t) => {
    t.skip(chain.noApplications !== null);
    const h = await createHarness();
    const { id } = await h.accept('arc200-preminted', silver);

    const done = await h.turnUntil(id, isResting);

    expect(done).toMatchObject({ state: 'Completed', error: null, waiting: null, dueAt: null });
    expect(done.readBack?.filter((field) => !field.equal)).toEqual([]);
    expect((await h.historyOf(id)).map(({ state, message }) => [state, message])).toEqual([]);
    const [application] = await applicationsOf(h);
    expect(done.assetId).toBe(BigInt(application?.id ?? 0));
  });
});
