/** ARC-3 issuance on an Algorand chain: the files are recorded and pinned before anything is signed. */
import { startAlgorandNode, type AlgorandNode } from '@biatec-tokens/devnet';
import { expect, test } from 'vitest';
import { createAlgorandAdapter } from '../chains/algorand/adapter.ts';
import { createEngineHarness, type EngineHarness } from '../testing/createEngineHarness.ts';
import type { Pinner } from '../ports/ipfs.ts';

const network = 'algorand-localnet';
const song = {
  network,
  name: 'My Song',
  unitName: 'SONG',
  metadata: { description: 'My first and best song!' },
};

async function createHarness(
  node: AlgorandNode,
  pinners: readonly Pinner[] = [],
): Promise<EngineHarness> {
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
    sponsorSecret: node.funderMnemonic,
    pinners,
  });
}

const isResting = ({ state }: { state: string }) =>
  ['Completed', 'Failed', 'Cancelled'].includes(state);

test('one request becomes one ARC-3 asset, with URL and hash of the pinned file read back', async () => {
  await using node = await startAlgorandNode();
  await using h = await createHarness(node);
  const { id } = await h.accept('arc3-nft', song);

  const done = await h.turnUntil(id, isResting);

  expect(done).toMatchObject({ state: 'Completed', error: null });
  expect(done.readBack?.filter(({ field }) => ['url', 'metadataHash'].includes(field))).toEqual([
    {
      field: 'url',
      asked: `ipfs://${String(done.parameters['metadataCid'])}#arc3`,
      found: `ipfs://${String(done.parameters['metadataCid'])}#arc3`,
      equal: true,
    },
    expect.objectContaining({ field: 'metadataHash', equal: true }),
  ]);
});
