import { algorandAccountOf, checkTokenRequest, parseAlgorandMnemonic } from '@biatec-tokens/core';
import { startAlgorandNode } from '@biatec-tokens/devnet';
import { Algodv2, makePaymentTxnWithSuggestedParamsFromObject } from 'algosdk';
import { expect, test } from 'vitest';
import type { Account } from '../../ports/store/index.ts';
import { createEd25519Key, signEd25519 } from '../../signer/signEd25519.ts';
import { createManualClock } from '../../testing/manualClock.ts';
import { createTestSigner } from '../../testing/testSigner.ts';
import { createAlgorandAdapter } from './adapter.ts';

test('a sponsor that was short and is topped up pays at once, whatever was read a moment ago', async () => {
  await using node = await startAlgorandNode();
  const [issuer, sponsor] = [accountOf(1), accountOf(2)];
  const adapter = createAlgorandAdapter({
    networkId: 'algorand-localnet',
    genesisHash: null,
    endpoints: [{ url: node.url, token: node.token }],
    // The note's key is all that a plan has signed.
    signer: createTestSigner(() => Buffer.alloc(32, 1)),
    // Stands still: nothing that was read grows old.
    clock: createManualClock(),
  });
  const plan = () =>
    adapter.plan({
      deploymentId: 'dep_1',
      tokenType: 'asa-nft',
      parameters: parametersFor(issuer),
      issuer,
      sponsor,
    });

  expect(await plan()).toMatchObject({ ok: false, refusal: { payer: 'sponsor' } });
  await pay(node, { receiver: sponsor.address, amount: 1_000_000n });

  expect(await plan()).toMatchObject({ ok: true, plan: { payer: sponsor } });
});

/** Public test keys. */
function accountOf(number: number): Account {
  const { address } = algorandAccountOf(Buffer.alloc(32, number));
  return {
    id: `acc_${number}`,
    organizationId: 'org_test',
    family: 'avm',
    slot: 0,
    address,
    sealedKey: new Uint8Array(),
    createdAt: new Date(),
  };
}

function parametersFor({ address }: Account): Readonly<Record<string, unknown>> {
  const body = { network: 'algorand-localnet', name: 'One', unitName: 'ONE' };
  const checked = checkTokenRequest({
    tokenType: 'asa-nft',
    body,
    issuer: { avm: address, evm: '' },
  });
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.parameters as unknown as Record<string, unknown>;
}

async function pay(
  node: { readonly url: string; readonly token: string; readonly funderMnemonic: string },
  { receiver, amount }: { readonly receiver: string; readonly amount: bigint },
): Promise<void> {
  const algod = new Algodv2(node.token, node.url, new URL(node.url).port);
  const seed = parseAlgorandMnemonic(node.funderMnemonic);
  const payment = makePaymentTxnWithSuggestedParamsFromObject({
    sender: algorandAccountOf(seed).address,
    receiver,
    amount,
    suggestedParams: await algod.getTransactionParams().do(),
  });
  const signature = signEd25519(createEd25519Key(seed), payment.bytesToSign());
  await algod.sendRawTransaction(payment.attachSignature(payment.sender, signature)).do();
}
