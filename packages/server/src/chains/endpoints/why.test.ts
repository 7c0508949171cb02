/** What a person reads about a deployment while the network's endpoints are not well. */
import { startAlgorandNode } from '@biatec-tokens/devnet';
import { expect, test } from 'vitest';
import { explainDeployment } from '../../services/explainDeployment.ts';
import { createEngineHarness } from '../../testing/createEngineHarness.ts';
import { startFaultProxy } from '../../testing/faultProxy.ts';
import { createAlgorandAdapter } from '../algorand/adapter.ts';

const network = 'algorand-localnet';
const gold = { network, name: 'Gold', unitName: 'GLD', totalSupply: '1000', decimals: 2 };

test('why names each endpoint and what is wrong with it, until when its breaker is open, and then it goes on', async () => {
  await using node = await startAlgorandNode();
  await using first = await startFaultProxy(node.url);
  await using second = await startFaultProxy(node.url);
  await using h = await createEngineHarness({
    createAdapter: ({ signer, clock, store }) =>
      createAlgorandAdapter({
        networkId: network,
        genesisHash: null,
        endpoints: [first, second].map(({ url }) => ({ url, token: node.token })),
        pin: (identity) => store.pinNetwork(network, identity, clock.now()),
        signer,
        clock,
        timeoutMs: 2_000,
      }),
    sponsorSecret: node.funderMnemonic,
  });
  const why = async () => explainDeployment(await h.get(id), await h.store.listAttempts(id));
  first.break({ kind: 'down' });
  second.break({ kind: 'status', status: 503 });
  const { id } = await h.accept('asa-ft', gold);

  for (let turns = 0; turns < 12; turns += 1) {
    await h.turn();
    await h.clock.advance(1_000);
  }

  const { waitingFor, humanAction } = await why();
  expect(waitingFor?.kind).toBe('node');
  for (const { url } of [first, second]) expect(waitingFor?.message).toContain(new URL(url).host);
  expect(waitingFor?.message).toMatch(/left alone until \d{4}-\d\d-\d\dT/);
  expect(humanAction).toContain('another endpoint');

  second.mend();
  const done = await h.turnUntil(id, ({ state }) => state === 'Completed' || state === 'Failed');
  expect(done.state).toBe('Completed');
});
