/** Applications through the engine: several steps, each never twice and never lost. On a real algod where one is given. */
import type { TokenType } from '@biatec-tokens/core';
import { getApplicationAddress } from 'algosdk';
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

/** The most a document can take, and as many as there can be. */
const manyDocuments = Array.from({ length: 31 }, (_, index) => ({
  name: `document ${index}`.padEnd(32, '.'),
  uri: `https://example.org/${index}`.padEnd(952, 'x'),
  sha256: index.toString(16).padStart(64, '0'),
}));

const bond = {
  network,
  name: 'Harbour Bond Ω',
  symbol: 'HRB',
  decimals: 2,
  initialSupply: '1000.5',
  cap: '20000',
  partition: 'class A',
};

/** Each standard, plain and with everything that can be asked for. */
const requests: [TokenType, string, Record<string, unknown>][] = [
  ['arc200-preminted', 'plain', silver],
  [
    'arc200-preminted',
    'at its limits',
    {
      ...silver,
      name: 'ä'.repeat(16),
      symbol: 'ä'.repeat(4),
      decimals: 18,
      totalSupply: `${2n ** 190n}`,
    },
  ],
  ['arc200-mintable', 'plain', { ...silver, totalSupply: undefined, initialSupply: '0' }],
  [
    'arc200-mintable',
    'with a cap',
    { ...silver, totalSupply: undefined, initialSupply: '12.5', cap: '12.5' },
  ],
  ['arc1400', 'plain', { ...bond, partition: undefined, cap: undefined }],
  ['arc1400', 'without a first supply', { ...bond, initialSupply: '0', whitelistRequired: false }],
  ['arc1400', 'with as many documents as there can be', { ...bond, documents: manyDocuments }],
];

describe('a smooth run', () => {
  test.for(requests)(
    '%s, %s: one request becomes one application, with everything read back',
    async ([tokenType, , body], t) => {
      t.skip(chain.noApplications !== null);
      const h = await createHarness();
      const { id } = await h.accept(tokenType, JSON.parse(JSON.stringify(body)));

      const done = await h.turnUntil(id, isResting);

      expect(done).toMatchObject({ state: 'Completed', error: null, waiting: null, dueAt: null });
      expect(done.readBack?.filter((field) => !field.equal)).toEqual([]);
      expect((await h.historyOf(id)).map(({ sequence, state }) => [sequence, state])).toEqual([
        [1, 'Queued'],
        [2, 'Submitted'],
        [3, 'Pending'],
        [4, 'Confirmed'],
        [5, 'Indexed'],
        [6, 'Completed'],
      ]);
      const applications = await applicationsOf(h);
      expect(applications.map((application) => BigInt(application.id))).toEqual([done.assetId]);
      expect(done.contractAddress).toBe(getApplicationAddress(done.assetId ?? 0n).toString());
    },
  );
});
