/** Shorthands for the transactions of the suite. */
import { randomBytes } from 'node:crypto';
import algosdk, { type SuggestedParams, type Transaction } from 'algosdk';
import { type TestAccount } from './client.ts';

type Common = { readonly from: TestAccount; readonly params: SuggestedParams };

/** Every one differs from every other, unless the note is given. */
const uniqueNote = (): Uint8Array => randomBytes(12);

export function pay(
  { from, params }: Common,
  fields: {
    readonly to: TestAccount;
    readonly amount?: bigint;
    readonly closeTo?: TestAccount;
    readonly note?: Uint8Array;
    readonly lease?: Uint8Array;
    readonly rekeyTo?: TestAccount;
  },
): Transaction {
  const { to, amount = 0n, closeTo, note = uniqueNote(), lease, rekeyTo } = fields;
  return algosdk.makePaymentTxnWithSuggestedParamsFromObject({
    sender: from.addr,
    receiver: to.addr,
    amount,
    note,
    suggestedParams: params,
    ...(closeTo && { closeRemainderTo: closeTo.addr }),
    ...(lease && { lease }),
    ...(rekeyTo && { rekeyTo: rekeyTo.addr }),
  });
}

type CreateFields = Partial<
  Parameters<typeof algosdk.makeAssetCreateTxnWithSuggestedParamsFromObject>[0]
>;

/** An asset with every role at its creator. */
export function createAsset({ from, params }: Common, fields: CreateFields = {}): Transaction {
  return algosdk.makeAssetCreateTxnWithSuggestedParamsFromObject({
    sender: from.addr,
    total: 1_000n,
    decimals: 0,
    defaultFrozen: false,
    assetName: 'Conformance',
    unitName: 'CNF',
    manager: from.addr,
    reserve: from.addr,
    freeze: from.addr,
    clawback: from.addr,
    note: uniqueNote(),
    suggestedParams: params,
    ...fields,
  });
}

export function transferAsset(
  { from, params }: Common,
  fields: {
    readonly assetId: bigint;
    readonly to: TestAccount;
    readonly amount?: bigint;
    readonly clawbackFrom?: TestAccount;
    readonly closeTo?: TestAccount;
  },
): Transaction {
  const { assetId, to, amount = 0n, clawbackFrom, closeTo } = fields;
  return algosdk.makeAssetTransferTxnWithSuggestedParamsFromObject({
    sender: from.addr,
    receiver: to.addr,
    assetIndex: assetId,
    amount,
    note: uniqueNote(),
    suggestedParams: params,
    ...(clawbackFrom && { assetSender: clawbackFrom.addr }),
    ...(closeTo && { closeRemainderTo: closeTo.addr }),
  });
}

export function configureAsset(
  { from, params }: Common,
  fields: {
    readonly assetId: bigint;
    readonly manager?: TestAccount;
    readonly reserve?: TestAccount;
    readonly freeze?: TestAccount;
    readonly clawback?: TestAccount;
  },
): Transaction {
  const { assetId, manager, reserve, freeze, clawback } = fields;
  return algosdk.makeAssetConfigTxnWithSuggestedParamsFromObject({
    sender: from.addr,
    assetIndex: assetId,
    strictEmptyAddressChecking: false,
    note: uniqueNote(),
    suggestedParams: params,
    ...(manager && { manager: manager.addr }),
    ...(reserve && { reserve: reserve.addr }),
    ...(freeze && { freeze: freeze.addr }),
    ...(clawback && { clawback: clawback.addr }),
  });
}

export function destroyAsset({ from, params }: Common, assetId: bigint): Transaction {
  return algosdk.makeAssetDestroyTxnWithSuggestedParamsFromObject({
    sender: from.addr,
    assetIndex: assetId,
    note: uniqueNote(),
    suggestedParams: params,
  });
}

export function freezeAsset(
  { from, params }: Common,
  fields: { readonly assetId: bigint; readonly target: TestAccount; readonly frozen: boolean },
): Transaction {
  return algosdk.makeAssetFreezeTxnWithSuggestedParamsFromObject({
    sender: from.addr,
    assetIndex: fields.assetId,
    freezeTarget: fields.target.addr,
    frozen: fields.frozen,
    note: uniqueNote(),
    suggestedParams: params,
  });
}

/** A signed transaction changed on the wire, where algosdk would refuse to build it. */
export function tamper(signed: Uint8Array, change: (raw: any) => void): Uint8Array {
  const raw = algosdk.msgpackRawDecode(signed, { intDecoding: algosdk.IntDecoding.BIGINT });
  change(raw);
  return algosdk.msgpackRawEncode(raw);
}
