/** Issuances of applications end to end, against a loop of algosdk alone that sends the same groups to the same node. */
import { arc1400, arc200Mintable, type AvmContract } from '@biatec-tokens/contracts';
import {
  ABIMethod,
  Algodv2,
  assignGroupID,
  generateAccount,
  getApplicationAddress,
  makeApplicationCallTxnFromObject,
  makeApplicationCreateTxnFromObject,
  makePaymentTxnWithSuggestedParamsFromObject,
  mnemonicToSecretKey,
  OnApplicationComplete,
  type ABIValue,
  type Account,
  type SuggestedParams,
  type Transaction,
} from 'algosdk';
import type { Chain } from '../lib/startChains.ts';
import { signWithNode, signWithSdk, type Sign } from './algorand.ts';
import type { Bench } from './bench.ts';
import { measureEndToEnd, type RawLoop } from './endToEnd.ts';
import { runInFlight } from './inFlight.ts';
import { createSuggestedParams } from './suggestedParams.ts';

/** Of the deployments of a bench: an application is two groups where an asset is one. */
const share = 0.4;
const noPartition = new Uint8Array(32);

export const applications: Bench = async (stage, { deployments }) => {
  const rows = [];
  for (const { family, title, token } of measured) {
    const loop = (signed: Sign) => createRawLoop(stage.chains.algorand, token, signed);
    const raw = { name: 'algosdk loop', loop: await loop(signWithSdk) };
    const other = {
      name: 'algosdk loop, signatures by node:crypto',
      loop: await loop(signWithNode),
    };
    const count = Math.max(1, Math.round(deployments * share));
    rows.push(...(await measureEndToEnd(stage, { family, title, count, raw, others: [other] })));
  }
  return rows;
};

interface RawToken {
  readonly contract: AvmContract;
  readonly args: (holder: Account) => ABIValue[];
  /** Names and sizes of the boxes that `bootstrap` makes. */
  readonly boxes: (holder: Account) => readonly (readonly [Uint8Array, number])[];
}

const terms = [Buffer.from('Bench'), Buffer.from('BENCH'), 6, 100n, 1n] as const;

const measured: readonly {
  readonly family: 'arc200' | 'arc1400';
  readonly title: string;
  readonly token: RawToken;
}[] = [
  {
    family: 'arc200',
    title: 'ARC-200 arc200-mintable',
    token: {
      contract: arc200Mintable,
      args: ({ addr }) => [...terms, addr.toString()],
      boxes: ({ addr }) => [[nameIn(arc200Mintable, 'balances', addr.publicKey), 32]],
    },
  },
  {
    family: 'arc1400',
    title: 'ARC-1400 arc1400',
    token: {
      contract: arc1400,
      args: ({ addr }) => [...terms, addr.toString(), noPartition, true],
      boxes: ({ addr }) => [
        [nameIn(arc1400, 'holders', addr.publicKey), 96],
        [nameIn(arc1400, 'partitions', noPartition), 16],
      ],
    },
  },
];

/**
 * Per token: [sponsor pays, issuer creates], asked for until a round has it; then [sponsor pays the app, issuer puts it into
 * use], asked for likewise.
 *
 * No balance is read beforehand and no application is read back.
 */
async function createRawLoop(
  { url, token, funder }: Chain,
  { contract, args, boxes }: RawToken,
  signed: Sign,
): Promise<RawLoop> {
  const { origin, port } = new URL(url);
  const client = new Algodv2(token, origin, port);
  const sponsor = mnemonicToSecretKey(funder);
  const issuer = generateAccount();
  const { globalSchema, extraPages, methods } = contract;
  const create = ABIMethod.fromSignature(methods['create'] ?? '');
  const appArgs = [create.getSelector(), ...encode(create, args(issuer))];
  const made = boxes(issuer);
  const kept = made.reduce(
    (sum, [name, size]) => sum + 2_500 + 400 * (name.length + size),
    100_000,
  );
  const locked =
    100_000 * (1 + extraPages) + 28_500 * globalSchema.ints + 50_000 * globalSchema.bytes;
  let groups = 0;
  const readParams = createSuggestedParams(client);

  async function suggested(fee: bigint): Promise<SuggestedParams> {
    groups += 1;
    const params = await readParams();
    return { ...params, flatFee: true, fee: fee * BigInt(params.minFee) };
  }

  async function pay(receiver: string, amount: number): Promise<Transaction> {
    return makePaymentTxnWithSuggestedParamsFromObject({
      sender: sponsor.addr,
      receiver,
      amount,
      // Makes every payment another transaction.
      note: Buffer.from(String(groups)),
      suggestedParams: await suggested(2n),
    });
  }

  async function send(payment: Transaction, call: Transaction): Promise<bigint> {
    assignGroupID([payment, call]);
    await client.sendRawTransaction([signed(payment, sponsor), signed(call, issuer)]).do();
    for (;;) {
      const info = await client.pendingTransactionInformation(call.txID()).do();
      if ((info.confirmedRound ?? 0n) > 0n) return info.applicationIndex ?? 0n;
    }
  }

  async function makeToken(amount: number): Promise<void> {
    const payment = await pay(issuer.addr.toString(), amount);
    const creation = makeApplicationCreateTxnFromObject({
      sender: issuer.addr,
      onComplete: OnApplicationComplete.NoOpOC,
      approvalProgram: Buffer.from(contract.approval, 'base64'),
      clearProgram: Buffer.from(contract.clear, 'base64'),
      numGlobalInts: globalSchema.ints,
      numGlobalByteSlices: globalSchema.bytes,
      numLocalInts: 0,
      numLocalByteSlices: 0,
      extraPages,
      appArgs,
      note: Buffer.from(String(groups)),
      suggestedParams: await suggested(0n),
    });
    const appIndex = await send(payment, creation);
    const use = makeApplicationCallTxnFromObject({
      sender: issuer.addr,
      appIndex,
      onComplete: OnApplicationComplete.NoOpOC,
      appArgs: [ABIMethod.fromSignature('bootstrap()void').getSelector()],
      boxes: made.map(([name]) => ({ appIndex: 0, name })),
      suggestedParams: await suggested(0n),
    });
    await send(await pay(getApplicationAddress(appIndex).toString(), kept), use);
  }

  // A new account has a minimum balance of its own.
  await makeToken(locked + 100_000);
  return (loop) => runInFlight(loop, () => makeToken(locked));
}

function encode({ args }: ABIMethod, values: readonly ABIValue[]): Uint8Array[] {
  return args.map(({ type }, at) => {
    if (typeof type === 'string') throw new TypeError(`Cannot encode a "${type}"`);
    return type.encode(values[at] ?? 0);
  });
}

/** Name of a box, by the description that comes with the contract. */
function nameIn({ arc56 }: AvmContract, map: string, key: Uint8Array): Uint8Array {
  const maps = arc56.state as { maps?: { box?: Record<string, { prefix?: string }> } };
  const prefix = maps.maps?.box?.[map]?.prefix ?? '';
  return Buffer.concat([Buffer.from(prefix, 'base64'), key]);
}
