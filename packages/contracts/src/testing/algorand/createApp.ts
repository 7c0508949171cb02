import { randomBytes } from 'node:crypto';
import {
  makeApplicationCreateTxnFromObject,
  OnApplicationComplete,
  type ABIArgument,
  type Account,
  type Algodv2,
} from 'algosdk';
import type { AvmContract } from '../../avmContract.ts';
import { balanceBox, balanceBoxCost } from './boxNames.ts';
import { type App, callApp, encodeCall, type Outcome } from './callApp.ts';
import { sendGroup } from './sendGroup.ts';

/** What any account must hold. */
export const accountCost = 100_000n;

/** Step 1: makes the app. */
export async function createApp(
  algod: Algodv2,
  contract: AvmContract,
  { creator, args }: { readonly creator: Account; readonly args: readonly ABIArgument[] },
): Promise<App> {
  const appId = await createRawApp(algod, creator, {
    approvalProgram: Buffer.from(contract.approval, 'base64'),
    clearProgram: Buffer.from(contract.clear, 'base64'),
    extraPages: contract.extraPages,
    numGlobalInts: contract.globalSchema.ints,
    numGlobalByteSlices: contract.globalSchema.bytes,
    numLocalInts: contract.localSchema.ints,
    numLocalByteSlices: contract.localSchema.bytes,
    appArgs: encodeCall(contract, 'create', args),
  });
  return { contract, appId };
}

/** Makes an app of any programs; answers its id. */
export async function createRawApp(
  algod: Algodv2,
  creator: Account,
  fields: Partial<Parameters<typeof makeApplicationCreateTxnFromObject>[0]> & {
    readonly approvalProgram: Uint8Array;
    readonly clearProgram: Uint8Array;
  },
): Promise<bigint> {
  const transaction = makeApplicationCreateTxnFromObject({
    sender: creator.addr,
    numGlobalInts: 0,
    numGlobalByteSlices: 0,
    numLocalInts: 0,
    numLocalByteSlices: 0,
    onComplete: OnApplicationComplete.NoOpOC,
    note: randomBytes(8),
    suggestedParams: await algod.getTransactionParams().do(),
    ...fields,
  });
  const [confirmation] = await sendGroup(algod, [{ transaction, signer: creator }]);
  if (confirmation?.applicationIndex === undefined) throw new Error('Cannot find the created app');
  return confirmation.applicationIndex;
}

/** Step 2: funds the app's account and issues the first supply. */
export function bootstrap(
  algod: Algodv2,
  app: App,
  options: { readonly creator: Account; readonly receiver: Account; readonly payment?: bigint },
): Promise<Outcome> {
  return callApp(algod, app, {
    sender: options.creator,
    method: 'bootstrap',
    boxes: [balanceBox(options.receiver)],
    payment: options.payment ?? accountCost + balanceBoxCost,
  });
}
