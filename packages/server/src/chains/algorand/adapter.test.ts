/** The conformance suite on the devnet, or on a real algod where one is given. */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { algorandAccountOf, checkTokenRequest, parseAlgorandMnemonic } from '@biatec-tokens/core';
import { startAlgorandNode } from '@biatec-tokens/devnet';
import { Algodv2, makePaymentTxnWithSuggestedParamsFromObject, waitForConfirmation } from 'algosdk';
import type { ChainAdapter } from '../../ports/chainAdapter.ts';
import type { Signer } from '../../ports/signer.ts';
import type { Account } from '../../ports/store/accounts.ts';
import { systemClock } from '../../runtime/systemClock.ts';
import { createEd25519Key, signEd25519 } from '../../signer/signEd25519.ts';
import { describeChainAdapter } from '../conformance.ts';
import { createAlgorandAdapter, type AlgorandAdapterOptions } from './adapter.ts';

const testnetGenesisHash = 'SGO1GKSzyE7IEPItTxCByw9x8FmnrCDexi9/cOUJOiI=';
const requests = {
  'asa-ft': {
    name: 'Gold Ω',
    unitName: 'GLD',
    totalSupply: '18446744073709551.615',
    decimals: 3,
    url: 'https://example.org/gold',
    metadataHash: Buffer.alloc(32, 7).toString('base64'),
    defaultFrozen: true,
    reserve: null,
  },
  'asa-nft': { name: 'One', unitName: 'ONE', manager: null, freeze: null, clawback: null },
  'asa-fnft': { name: 'Part', unitName: 'PART', decimals: 19 },
};

describeChainAdapter('algorand', async () => {
  const node = await chooseNode();
  const seeds = new Map<string, Uint8Array>();
  const signer: Signer = {
    async signAvm(account, messages) {
      const key = createEd25519Key(seeds.get(account.address) ?? new Uint8Array(32));
      return messages.map((message) => signEd25519(key, message));
    },
    signEvm: () => Promise.reject(new Error('Cannot sign for another family')),
  };
  let pinned: string | undefined;
  const adapterWith = (options: Partial<AlgorandAdapterOptions>): ChainAdapter =>
    createAlgorandAdapter({
      networkId: 'algorand-localnet',
      genesisHash: null,
      endpoints: [{ url: node.url, token: node.token }],
      pin: async (identity) => (pinned ??= identity),
      signer,
      clock: systemClock,
      ...options,
    });

  return {
    using: node.using,
    adapter: adapterWith({}),
    plentyBaseUnits: 1_000_000n,
    adapterAt: (url, { timeoutMs }) =>
      adapterWith({ endpoints: [{ url, token: null }], timeoutMs }),
    strangerAdapter: () =>
      adapterWith({ networkId: 'algorand-testnet', genesisHash: testnetGenesisHash }),
    async account(balance) {
      const seed = newSeed();
      const { address } = algorandAccountOf(seed);
      seeds.set(address, seed);
      if (balance > 0n) await fund(node, address, balance);
      return accountAt(address);
    },
    parametersOf(tokenType, issuer) {
      const checked = checkTokenRequest({
        tokenType,
        body: { network: 'algorand-localnet', ...requests[tokenType as keyof typeof requests] },
        issuer: { avm: issuer.address, evm: '' },
      });
      if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
      return checked.parameters as unknown as Record<string, unknown>;
    },
    [Symbol.asyncDispose]: () => node.close(),
  };
});

interface ChosenNode {
  readonly using: string;
  readonly url: string;
  readonly token: string;
  readonly funderMnemonic: string;
  close(): Promise<void>;
}

async function chooseNode(): Promise<ChosenNode> {
  const { ALGOD_URL: url, ALGOD_TOKEN: token, ALGOD_FUNDER_MNEMONIC: words } = process.env;
  if (url !== undefined && token !== undefined && words !== undefined)
    return { using: `algod at ${url}`, url, token, funderMnemonic: words, close: async () => {} };
  const node = await startAlgorandNode();
  return { ...node, using: 'the devnet', close: () => node.close() };
}

async function fund(node: ChosenNode, receiver: string, amount: bigint): Promise<void> {
  const algod = new Algodv2(node.token, node.url, new URL(node.url).port);
  const seed = parseAlgorandMnemonic(node.funderMnemonic);
  const txn = makePaymentTxnWithSuggestedParamsFromObject({
    sender: algorandAccountOf(seed).address,
    receiver,
    amount,
    note: Buffer.from(randomUUID()),
    suggestedParams: await algod.getTransactionParams().do(),
  });
  const signature = signEd25519(createEd25519Key(seed), txn.bytesToSign());
  await algod.sendRawTransaction(txn.attachSignature(txn.sender, signature)).do();
  await waitForConfirmation(algod, txn.txID(), 10);
}

function newSeed(): Uint8Array {
  const { d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return new Uint8Array(Buffer.from(d, 'base64url'));
}

function accountAt(address: string): Account {
  return {
    id: `acc_${address}`,
    organizationId: 'org_test',
    family: 'avm',
    slot: 0,
    address,
    sealedKey: new Uint8Array(),
    createdAt: new Date(),
  };
}
