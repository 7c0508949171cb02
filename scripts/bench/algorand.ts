/** ASA issuances end to end, against a loop of algosdk alone that sends the same groups to the same node. */
import { createPrivateKey, sign } from 'node:crypto';
import {
  Algodv2,
  assignGroupID,
  encodeMsgpack,
  generateAccount,
  makeAssetCreateTxnWithSuggestedParamsFromObject,
  makePaymentTxnWithSuggestedParamsFromObject,
  mnemonicToSecretKey,
  SignedTransaction,
  type Account,
  type Transaction,
} from 'algosdk';
import type { Chain } from '../lib/startChains.ts';
import type { Bench } from './bench.ts';
import { measureEndToEnd, type RawLoop } from './endToEnd.ts';
import { runInFlight } from './inFlight.ts';
import { createSuggestedParams } from './suggestedParams.ts';

export const algorand: Bench = async (stage, { deployments }) =>
  measureEndToEnd(stage, {
    family: 'algorand',
    title: 'Algorand asa-ft',
    count: deployments,
    raw: {
      name: 'algosdk loop',
      loop: await createRawLoop(stage.chains.algorand, signWithSdk),
    },
    others: [
      {
        name: 'algosdk loop, signatures by node:crypto',
        loop: await createRawLoop(stage.chains.algorand, signWithNode),
      },
    ],
  });

/** Signs a transaction and encodes it. */
export type Sign = (transaction: Transaction, account: Account) => Uint8Array;

const assetMinimumBalance = 100_000;

/**
 * Per token: build [sponsor pays the fees and the minimum balance, issuer creates], sign both, send, ask for the transaction
 * until a round has it.
 *
 * No balance is read beforehand and no asset is read back.
 */
async function createRawLoop({ url, token, funder }: Chain, signed: Sign): Promise<RawLoop> {
  const { origin, port } = new URL(url);
  const client = new Algodv2(token, origin, port);
  const sponsor = mnemonicToSecretKey(funder);
  const issuer = generateAccount();
  let made = 0;
  const readParams = createSuggestedParams(client);

  async function makeToken(amount: number): Promise<void> {
    const number = (made += 1);
    const params = await readParams();
    const suggestedParams = { ...params, flatFee: true };
    const pay = makePaymentTxnWithSuggestedParamsFromObject({
      sender: sponsor.addr,
      receiver: issuer.addr,
      amount,
      suggestedParams: { ...suggestedParams, fee: BigInt(params.minFee) * 2n },
    });
    const create = makeAssetCreateTxnWithSuggestedParamsFromObject({
      sender: issuer.addr,
      assetName: `Bench ${number}`,
      unitName: 'BENCH',
      total: 100_000_000,
      decimals: 2,
      assetURL: 'https://example.org/bench',
      manager: issuer.addr,
      reserve: issuer.addr,
      freeze: issuer.addr,
      clawback: issuer.addr,
      suggestedParams: { ...suggestedParams, fee: 0n },
    });
    assignGroupID([pay, create]);
    await client.sendRawTransaction([signed(pay, sponsor), signed(create, issuer)]).do();
    const id = create.txID();
    while (!((await client.pendingTransactionInformation(id).do()).confirmedRound ?? 0n)) continue;
  }

  // A new account has a minimum balance of its own.
  await makeToken(2 * assetMinimumBalance);
  return (loop) => runInFlight(loop, () => makeToken(assetMinimumBalance));
}

/** Signs as a program does that uses algosdk alone. */
export function signWithSdk(transaction: Transaction, { sk }: Account): Uint8Array {
  return transaction.signTxn(sk);
}

/** RFC 8410 §7: what stands before the seed in a PKCS #8 Ed25519 key. */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Signs with Node's own Ed25519, which is far faster than algosdk's. */
export function signWithNode(txn: Transaction, { sk }: Account): Uint8Array {
  const pkcs8 = Buffer.concat([pkcs8Head, sk.subarray(0, 32)]);
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  return encodeMsgpack(new SignedTransaction({ txn, sig: sign(null, txn.bytesToSign(), key) }));
}
