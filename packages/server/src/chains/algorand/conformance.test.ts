/** The conformance suite on the devnet, or on a real algod where one is given. */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import {
  algorandAccountOf,
  arc3AssetParametersOf,
  buildArc3Metadata,
  checkTokenRequest,
  parseAlgorandMnemonic,
  standards,
  type Arc3Parameters,
  type PlannedTransaction,
  type TokenType,
} from '@biatec-tokens/core';
import {
  Algodv2,
  decodeUnsignedTransaction,
  encodeJSON,
  makePaymentTxnWithSuggestedParamsFromObject,
  waitForConfirmation,
  type Transaction,
} from 'algosdk';
import type { ChainAdapter } from '../../ports/chainAdapter.ts';
import type { Account } from '../../ports/store/accounts.ts';
import { addressContent } from '../../ipfs/addressContent.ts';
import { systemClock } from '../../runtime/systemClock.ts';
import { createEd25519Key, signEd25519 } from '../../signer/signEd25519.ts';
import { createTestSigner } from '../../testing/testSigner.ts';
import { describeChainAdapter } from '../conformance.ts';
import { createAlgorandAdapter, type AlgorandAdapterOptions } from './adapter.ts';
import { issuableTypes } from './steps.ts';
import { applicationChecks } from './testing/applicationChecks.ts';
import { assetChecks, type AlgorandAccess } from './testing/assetChecks.ts';
import { chooseNode } from './testing/chooseNode.ts';
import type { SendGroup } from './testing/callContract.ts';

const testnetGenesisHash = 'SGO1GKSzyE7IEPItTxCByw9x8FmnrCDexi9/cOUJOiI=';
const hash = Buffer.alloc(32, 7).toString('base64');
const arc3 = { name: 'Song Ω', unitName: 'SNG', metadata: { description: 'My first song' } };
const application = { name: 'Harbour Coin Ω', symbol: 'HRC', decimals: 6 };
const requests: Partial<Record<TokenType, Readonly<Record<string, unknown>>>> = {
  'asa-ft': {
    name: 'Gold Ω',
    unitName: 'GLD',
    totalSupply: '18446744073709551.615',
    decimals: 3,
    url: 'https://example.org/gold',
    metadataHash: hash,
    defaultFrozen: true,
    reserve: null,
  },
  'asa-nft': { name: 'One', unitName: 'ONE', manager: null, freeze: null, clawback: null },
  'asa-fnft': { name: 'Part', unitName: 'PART', decimals: 19 },
  'arc3-ft': { ...arc3, totalSupply: '1000000', decimals: 6, defaultFrozen: true },
  'arc3-nft': { ...arc3, freeze: null, clawback: null },
  'arc3-fnft': { ...arc3, decimals: 2, reserve: null },
  'arc200-mintable': { ...application, initialSupply: '12.5', cap: '1000000' },
  'arc200-preminted': { ...application, totalSupply: '1000000' },
  arc1400: { ...application, initialSupply: '12.5', cap: '1000000' },
};
const supplyMax = '18446744073709551615';
const longestNames = { name: 'Ω'.repeat(16), unitName: 'ΩΩΩΩ' };
const longestTexts = {
  ...longestNames,
  url: `https://example.org/${'a'.repeat(76)}`,
  metadataHash: hash,
};

let access: AlgorandAccess;
const checksOf = (tokenType: TokenType, limits: Readonly<Record<string, unknown>>) =>
  assetChecks(tokenType, limits, () => access);

describeChainAdapter('algorand', {
  tokenTypes: issuableTypes,
  checks: {
    ...applicationChecks(() => access),
    'asa-ft': checksOf('asa-ft', { ...longestTexts, totalSupply: supplyMax, decimals: 0 }),
    'asa-nft': checksOf('asa-nft', longestTexts),
    'asa-fnft': checksOf('asa-fnft', { ...longestTexts, decimals: 19 }),
    'arc3-ft': checksOf('arc3-ft', { ...longestNames, totalSupply: supplyMax, decimals: 0 }),
    'arc3-nft': checksOf('arc3-nft', longestNames),
    'arc3-fnft': checksOf('arc3-fnft', { ...longestNames, decimals: 19 }),
  },
  async createFixture() {
    const node = await chooseNode();
    const algod = new Algodv2(node.token, node.url, new URL(node.url).port);
    const seeds = new Map<string, Uint8Array>();
    const seedOf = (address: string) => seeds.get(address) ?? new Uint8Array(32);
    const signer = createTestSigner(seedOf);
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
    const funder = accountOf(parseAlgorandMnemonic(node.funderMnemonic));

    function accountOf(seed: Uint8Array): Account {
      const { address } = algorandAccountOf(seed);
      seeds.set(address, seed);
      return accountAt(address);
    }

    const sendGroup: SendGroup = async (group) => {
      const signed = await Promise.all(
        group.map(async ({ from, transaction }) => {
          const key = createEd25519Key(seedOf(from.address));
          const signature = signEd25519(key, transaction.bytesToSign());
          return transaction.attachSignature(from.address, signature);
        }),
      );
      await algod.sendRawTransaction(signed).do();
      for (const { transaction } of group) await waitForConfirmation(algod, transaction.txID(), 10);
    };

    access = { algod, send, sendGroup };

    async function send(from: Account, transaction: Transaction): Promise<string | null> {
      return sendGroup([{ from, transaction }]).then(() => null, String);
    }

    return {
      using: node.using,
      node: node.name,
      adapter: adapterWith({}),
      plentyBaseUnits: 5_000_000n,
      adapterAt: (url, { timeoutMs }) =>
        adapterWith({ endpoints: [{ url, token: null }], timeoutMs }),
      strangerAdapter: () =>
        adapterWith({ networkId: 'algorand-testnet', genesisHash: testnetGenesisHash }),
      async account(balance) {
        const account = accountOf(newSeed());
        if (balance === 0n) return account;
        const payment = makePaymentTxnWithSuggestedParamsFromObject({
          sender: funder.address,
          receiver: account.address,
          amount: balance,
          note: Buffer.from(randomUUID()),
          suggestedParams: await algod.getTransactionParams().do(),
        });
        const refusal = await send(funder, payment);
        if (refusal !== null) throw new Error(refusal);
        return account;
      },
      async parametersOf(tokenType, issuer, changes = {}) {
        const checked = checkTokenRequest({
          tokenType,
          body: { network: 'algorand-localnet', ...requests[tokenType], ...changes },
          issuer: { avm: issuer.address, evm: '' },
        });
        if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
        return complete(tokenType, { ...checked.parameters });
      },
      fieldsOfPlanned: ({ unsigned }: PlannedTransaction) =>
        fieldsOf(decodeUnsignedTransaction(Buffer.from(unsigned, 'base64'))),
      fieldsOnChain: ({ details }) =>
        Promise.all(
          (details['transactionIds'] as string[]).map(async (id) => {
            const { txn } = await algod.pendingTransactionInformation(id).do();
            return fieldsOf(txn.txn);
          }),
        ),
      fieldNames: {
        firstValid: 'fv',
        lastValid: 'lv',
        group: 'grp',
        applicationId: 'apid',
        receiver: 'rcv',
      },
      [Symbol.asyncDispose]: () => node[Symbol.asyncDispose](),
    };
  },
});

/** Adds what follows from the metadata of an ARC-3 token, as the server does before it stores a request. */
async function complete(
  tokenType: TokenType,
  parameters: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  if (standards[tokenType].protocol !== 'ARC3') return parameters;
  const asked = parameters as unknown as Arc3Parameters;
  const { bytes, metadataHash } = buildArc3Metadata(asked);
  const { cid: metadataCid } = await addressContent(
    (async function* () {
      yield bytes;
    })(),
  );
  return { ...arc3AssetParametersOf(asked, { metadataCid, metadataHash, mediaCid: null }) };
}

/** In the names of the chain's own encoding. */
function fieldsOf(transaction: Transaction): Record<string, unknown> {
  return JSON.parse(encodeJSON(transaction)) as Record<string, unknown>;
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
