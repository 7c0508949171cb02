import {
  ABIMethod,
  assignGroupID,
  modelsv2,
  SignedTransaction,
  makeApplicationCallTxnFromObject,
  makePaymentTxnWithSuggestedParamsFromObject,
  getApplicationAddress,
  OnApplicationComplete,
  type ABIArgument,
  type ABIValue,
  type Account,
  type Algodv2,
} from 'algosdk';
import type { AvmContract } from '../../avmContract.ts';
import { decodeEvents, type Event } from './decodeEvents.ts';
import { type Confirmation, sendGroup, type Signed } from './sendGroup.ts';

export type App = { readonly contract: AvmContract; readonly appId: bigint };
export type Call = {
  readonly sender: Account;
  /** Name of the method. */
  readonly method: string;
  readonly args?: readonly ABIArgument[];
  readonly boxes?: readonly Uint8Array[];
  /** Paid to the app by the transaction directly before the call. */
  readonly payment?: bigint;
  readonly onComplete?: OnApplicationComplete;
};
export type Outcome = {
  readonly returned: ABIValue | undefined;
  readonly events: readonly Event[];
  readonly confirmation: Confirmation;
};

// What a method's answer starts with in the log (ARC-4).
const returnPrefix = Uint8Array.of(0x15, 0x1f, 0x7c, 0x75);

/** Calls a method, with its payment before it when there is one. */
export async function callApp(algod: Algodv2, app: App, call: Call): Promise<Outcome> {
  const confirmations = await sendGroup(algod, await buildCall(algod, app, call));
  const confirmation = confirmations.at(-1) as Confirmation;
  return readOutcome(app, call.method, confirmation);
}

/** What a call would answer, without sending it. */
export async function simulateCall(
  algod: Algodv2,
  app: App,
  call: Call,
): Promise<Outcome & { readonly opcodeBudget: number }> {
  const group = await buildCall(algod, app, call);
  if (group.length > 1) assignGroupID(group.map(({ transaction }) => transaction));
  const { txnGroups } = await algod
    .simulateTransactions(
      new modelsv2.SimulateRequest({
        txnGroups: [
          new modelsv2.SimulateRequestTransactionGroup({
            txns: group.map(({ transaction }) => new SignedTransaction({ txn: transaction })),
          }),
        ],
        allowEmptySignatures: true,
      }),
    )
    .do();
  const [result] = txnGroups;
  const last = result?.txnResults.at(-1);
  if (result?.failureMessage !== undefined) throw new Error(result.failureMessage);
  if (last === undefined) throw new Error('Cannot simulate: the node answered nothing');
  return {
    ...readOutcome(app, call.method, last.txnResult),
    opcodeBudget: last.appBudgetConsumed ?? 0,
  };
}

/** The transactions of a call, for those who group it with others. */
export async function buildCall(algod: Algodv2, app: App, call: Call): Promise<Signed[]> {
  const { sender, method, args = [], payment } = call;
  const appArgs = encodeCall(app.contract, method, args);
  const group = [await buildRawCall(algod, app, { ...call, appArgs })];
  return payment === undefined
    ? group
    : [await buildPayment(algod, app, sender, payment), ...group];
}

export type RawCall = Pick<Call, 'sender' | 'boxes' | 'onComplete'> & {
  readonly appArgs: Uint8Array[];
  readonly foreignApps?: bigint[];
  /** Whose boxes they are. @default 0n the called app's */
  readonly boxApp?: bigint;
  /** Of the transaction. @default the node's minimum */
  readonly fee?: bigint;
};

/** A call with whatever arguments. */
export async function buildRawCall(
  algod: Algodv2,
  { appId }: Pick<App, 'appId'>,
  call: RawCall,
): Promise<Signed> {
  const fields = await common(algod, call.sender);
  if (call.fee !== undefined)
    Object.assign(fields.suggestedParams, { flatFee: true, fee: call.fee });
  const transaction = makeApplicationCallTxnFromObject({
    ...fields,
    appIndex: appId,
    appArgs: call.appArgs,
    boxes: (call.boxes ?? []).map((name) => ({ appIndex: call.boxApp ?? 0, name })),
    foreignApps: call.foreignApps ?? [],
    onComplete: call.onComplete ?? OnApplicationComplete.NoOpOC,
  });
  return { transaction, signer: call.sender };
}

/** A payment to the app's account. */
export async function buildPayment(
  algod: Algodv2,
  { appId }: Pick<App, 'appId'>,
  sender: Account,
  amount: bigint,
): Promise<Signed> {
  const transaction = makePaymentTxnWithSuggestedParamsFromObject({
    ...(await common(algod, sender)),
    receiver: getApplicationAddress(appId),
    amount,
  });
  return { transaction, signer: sender };
}

async function common(algod: Algodv2, { addr }: Account) {
  return {
    sender: addr,
    suggestedParams: await algod.getTransactionParams().do(),
    // Two equal transactions in one round would be one.
    note: crypto.getRandomValues(new Uint8Array(8)),
  };
}

/** Selector and arguments as a transaction carries them. */
export function encodeCall(
  contract: AvmContract,
  name: string,
  args: readonly ABIArgument[],
): Uint8Array[] {
  const method = methodOf(contract, name);
  const encoded = method.args.map(({ type }, index) => {
    if (typeof type === 'string') throw new Error(`Cannot encode an argument of type "${type}"`);
    return type.encode(args[index] as ABIValue);
  });
  return [method.getSelector(), ...encoded];
}

export function readOutcome({ contract }: App, name: string, confirmation: Confirmation): Outcome {
  const { returns } = methodOf(contract, name);
  const logs = confirmation.logs ?? [];
  const last = logs.at(-1);
  const isAnswer = last !== undefined && returnPrefix.every((byte, index) => last[index] === byte);
  return {
    returned: isAnswer && returns.type !== 'void' ? returns.type.decode(last.slice(4)) : undefined,
    events: decodeEvents(contract, isAnswer ? logs.slice(0, -1) : logs),
    confirmation,
  };
}

function methodOf(contract: AvmContract, name: string): ABIMethod {
  const signature = contract.methods[name];
  if (signature === undefined) throw new Error(`Cannot find "${name}" in ${contract.name}`);
  return ABIMethod.fromSignature(signature);
}
