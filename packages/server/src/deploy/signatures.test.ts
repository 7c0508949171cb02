/** What the signer takes, with the real store behind it and real chains before it. */
import { startAlgorandNode, startEvmNode } from '@biatec-tokens/devnet';
import { expect, test } from 'vitest';
import { createAlgorandAdapter } from '../chains/algorand/adapter.ts';
import { createEvmAdapter } from '../chains/evm/adapter.ts';
import type { ChainAdapter } from '../ports/chainAdapter.ts';
import type { Signer, SigningOrder } from '../ports/signer.ts';
import { createEngineHarness, type EngineHarnessOptions } from '../testing/createEngineHarness.ts';

type Parts = Parameters<EngineHarnessOptions['createAdapter']>[0];

/** A node, an adapter for it, and a token to issue there. */
interface Stage extends AsyncDisposable {
  readonly sponsorSecret: string;
  readonly sign: 'signAvm' | 'signEvm';
  readonly issuance: Parameters<Awaited<ReturnType<typeof createEngineHarness>>['accept']>;
  createAdapter(parts: Parts): ChainAdapter;
}

async function algorand(): Promise<Stage> {
  const node = await startAlgorandNode();
  const networkId = 'algorand-localnet';
  return {
    sponsorSecret: node.funderMnemonic,
    sign: 'signAvm',
    issuance: ['asa-nft', { network: networkId, name: 'One', unitName: 'ONE' }],
    createAdapter: ({ signer, clock, store }) =>
      createAlgorandAdapter({
        networkId,
        genesisHash: null,
        endpoints: [{ url: node.url, token: node.token }],
        pin: (identity) => store.pinNetwork(networkId, identity, clock.now()),
        signer,
        clock,
      }),
    [Symbol.asyncDispose]: () => node.close(),
  };
}

async function evm(): Promise<Stage> {
  const node = await startEvmNode();
  const network = 'evm-localnet';
  return {
    sponsorSecret: node.funderPrivateKey,
    sign: 'signEvm',
    issuance: [
      'erc20-preminted',
      { network, name: 'Silver', symbol: 'SLV', totalSupply: '9', decimals: 0 },
    ],
    createAdapter: ({ signer, clock, store }) =>
      createEvmAdapter({
        networkId: network,
        chainId: node.chainId,
        endpoints: [{ url: node.url }],
        finality: { kind: 'blocks', blocks: 1 },
        pin: (identity) => store.pinNetwork(network, identity, clock.now()),
        signer,
        clock,
      }),
    [Symbol.asyncDispose]: () => node.close(),
  };
}

test.each([
  ['Algorand', algorand],
  ['EVM', evm],
])(
  'on %s, whoever holds the signer gets the signatures of the open attempt and no other',
  async (_, open) => {
    await using stage = await open();
    let signer: Signer | undefined;
    const orders: SigningOrder[] = [];
    const refusals: unknown[] = [];

    /** At the very moment the engine may have its transactions signed. */
    async function trySomethingElse(order: SigningOrder): Promise<void> {
      const message = Uint8Array.from(order.message);
      message[message.length - 1]! ^= 1;
      for (const other of [{ message }, { attemptNumber: 2 }, { deploymentId: 'dep_other' }])
        refusals.push(await errorOf(signer![stage.sign]({ ...order, ...other })));
    }

    await using h = await createEngineHarness({
      sponsorSecret: stage.sponsorSecret,
      createAdapter(parts) {
        signer = parts.signer;
        const signWatched = async (order: SigningOrder) => {
          orders.push(order);
          await trySomethingElse(order);
        };
        const watched: Signer = {
          ...parts.signer,
          signAvm: (order) => signWatched(order).then(() => parts.signer.signAvm(order)),
          signEvm: (order) => signWatched(order).then(() => parts.signer.signEvm(order)),
        };
        return stage.createAdapter({ ...parts, signer: watched });
      },
    });
    const { id } = await h.accept(...stage.issuance);

    await h.turnUntil(id, ({ state }) => state === 'Completed');

    expect(orders.length).toBeGreaterThan(0);
    expect(refusals).toHaveLength(3 * orders.length);
    // The attempt is over: what it signed before is not signed again.
    for (const order of orders) refusals.push(await errorOf(signer![stage.sign](order)));
    for (const refusal of refusals) expect(refusal).toMatchObject({ code: 'SIGNATURE_REFUSED' });
  },
);

function errorOf(signing: Promise<unknown>): Promise<unknown> {
  return signing.then(
    () => 'signed',
    (error: unknown) => error,
  );
}
