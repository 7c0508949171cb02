/** The fields of a transaction that programs read, in the order of their numbers. */
import type { Environment, TransactionInGroup } from '../environment.ts';
import { fromBoolean, limits, type Value } from '../value.ts';
import { readHeader } from './blockFields.ts';
import { addressBytes } from './field.ts';

/** Where a field is read: the transaction, its place in the group, and the rest of the world. */
export type Place = TransactionInGroup & {
  readonly index: number;
  readonly environment: Environment;
};

export type TransactionField = {
  readonly name: string;
  readonly since: number;
  /** Set for what came of a transaction: only those before the running one have it. */
  readonly isEffect?: true;
} & (
  | { readonly read: (place: Place) => Value }
  | { readonly list: (place: Place) => readonly Value[] }
);

const none = new Uint8Array();
const zeros32 = new Uint8Array(32);
const zeros64 = new Uint8Array(64);

const typeNumbers: Readonly<Record<string, bigint>> = {
  pay: 1n,
  keyreg: 2n,
  acfg: 3n,
  axfer: 4n,
  afrz: 5n,
  appl: 6n,
};

export const transactionFields: readonly TransactionField[] = [
  { name: 'Sender', since: 0, read: ({ txn }) => addressBytes(txn.snd) },
  { name: 'Fee', since: 0, read: ({ txn }) => txn.fee ?? 0n },
  { name: 'FirstValid', since: 0, read: ({ txn }) => txn.fv ?? 0n },
  { name: 'FirstValidTime', since: 7, read: readFirstValidTime },
  { name: 'LastValid', since: 0, read: ({ txn }) => txn.lv ?? 0n },
  { name: 'Note', since: 0, read: ({ txn }) => txn.note ?? none },
  { name: 'Lease', since: 0, read: ({ txn }) => txn.lx ?? zeros32 },
  { name: 'Receiver', since: 0, read: ({ txn }) => addressBytes(txn.rcv) },
  { name: 'Amount', since: 0, read: ({ txn }) => txn.amt ?? 0n },
  { name: 'CloseRemainderTo', since: 0, read: ({ txn }) => addressBytes(txn.close) },
  { name: 'VotePK', since: 0, read: ({ txn }) => txn.votekey ?? zeros32 },
  { name: 'SelectionPK', since: 0, read: ({ txn }) => txn.selkey ?? zeros32 },
  { name: 'VoteFirst', since: 0, read: ({ txn }) => txn.votefst ?? 0n },
  { name: 'VoteLast', since: 0, read: ({ txn }) => txn.votelst ?? 0n },
  { name: 'VoteKeyDilution', since: 0, read: ({ txn }) => txn.votekd ?? 0n },
  { name: 'Type', since: 0, read: ({ txn }) => Buffer.from(txn.type ?? '') },
  { name: 'TypeEnum', since: 0, read: ({ txn }) => typeNumbers[txn.type ?? ''] ?? 0n },
  { name: 'XferAsset', since: 0, read: ({ txn }) => txn.xaid ?? 0n },
  { name: 'AssetAmount', since: 0, read: ({ txn }) => txn.aamt ?? 0n },
  { name: 'AssetSender', since: 0, read: ({ txn }) => addressBytes(txn.asnd) },
  { name: 'AssetReceiver', since: 0, read: ({ txn }) => addressBytes(txn.arcv) },
  { name: 'AssetCloseTo', since: 0, read: ({ txn }) => addressBytes(txn.aclose) },
  { name: 'GroupIndex', since: 0, read: ({ index }) => BigInt(index) },
  { name: 'TxID', since: 0, read: ({ id }) => id },
  { name: 'ApplicationID', since: 2, read: ({ txn }) => txn.apid ?? 0n },
  { name: 'OnCompletion', since: 2, read: ({ txn }) => txn.apan ?? 0n },
  { name: 'ApplicationArgs', since: 2, list: ({ txn }) => txn.apaa ?? [] },
  { name: 'NumAppArgs', since: 2, read: ({ txn }) => count(txn.apaa) },
  // The sender is account 0, and not counted.
  {
    name: 'Accounts',
    since: 2,
    list: ({ txn }) => [txn.snd, ...(txn.apat ?? [])].map(addressBytes),
  },
  { name: 'NumAccounts', since: 2, read: ({ txn }) => count(txn.apat) },
  { name: 'ApprovalProgram', since: 2, read: ({ txn }) => txn.apap ?? none },
  { name: 'ClearStateProgram', since: 2, read: ({ txn }) => txn.apsu ?? none },
  { name: 'RekeyTo', since: 2, read: ({ txn }) => addressBytes(txn.rekey) },
  { name: 'ConfigAsset', since: 2, read: ({ txn }) => txn.caid ?? 0n },
  { name: 'ConfigAssetTotal', since: 2, read: ({ txn }) => txn.apar?.t ?? 0n },
  { name: 'ConfigAssetDecimals', since: 2, read: ({ txn }) => txn.apar?.dc ?? 0n },
  {
    name: 'ConfigAssetDefaultFrozen',
    since: 2,
    read: ({ txn }) => fromBoolean(txn.apar?.df ?? false),
  },
  { name: 'ConfigAssetUnitName', since: 2, read: ({ txn }) => txn.apar?.un ?? none },
  { name: 'ConfigAssetName', since: 2, read: ({ txn }) => txn.apar?.an ?? none },
  { name: 'ConfigAssetURL', since: 2, read: ({ txn }) => txn.apar?.au ?? none },
  { name: 'ConfigAssetMetadataHash', since: 2, read: ({ txn }) => txn.apar?.am ?? zeros32 },
  { name: 'ConfigAssetManager', since: 2, read: ({ txn }) => addressBytes(txn.apar?.m) },
  { name: 'ConfigAssetReserve', since: 2, read: ({ txn }) => addressBytes(txn.apar?.r) },
  { name: 'ConfigAssetFreeze', since: 2, read: ({ txn }) => addressBytes(txn.apar?.f) },
  { name: 'ConfigAssetClawback', since: 2, read: ({ txn }) => addressBytes(txn.apar?.c) },
  { name: 'FreezeAsset', since: 2, read: ({ txn }) => txn.faid ?? 0n },
  { name: 'FreezeAssetAccount', since: 2, read: ({ txn }) => addressBytes(txn.fadd) },
  { name: 'FreezeAssetFrozen', since: 2, read: ({ txn }) => fromBoolean(txn.afrz ?? false) },
  { name: 'Assets', since: 3, list: ({ txn }) => txn.apas ?? [] },
  { name: 'NumAssets', since: 3, read: ({ txn }) => count(txn.apas) },
  // The called application is application 0, and not counted.
  { name: 'Applications', since: 3, list: ({ txn }) => [txn.apid ?? 0n, ...(txn.apfa ?? [])] },
  { name: 'NumApplications', since: 3, read: ({ txn }) => count(txn.apfa) },
  { name: 'GlobalNumUint', since: 3, read: ({ txn }) => txn.apgs?.nui ?? 0n },
  { name: 'GlobalNumByteSlice', since: 3, read: ({ txn }) => txn.apgs?.nbs ?? 0n },
  { name: 'LocalNumUint', since: 3, read: ({ txn }) => txn.apls?.nui ?? 0n },
  { name: 'LocalNumByteSlice', since: 3, read: ({ txn }) => txn.apls?.nbs ?? 0n },
  { name: 'ExtraProgramPages', since: 4, read: ({ txn }) => txn.apep ?? 0n },
  { name: 'Nonparticipation', since: 5, read: ({ txn }) => fromBoolean(txn.nonpart ?? false) },
  { name: 'Logs', since: 5, isEffect: true, list: ({ effects }) => effects?.logs ?? [] },
  { name: 'NumLogs', since: 5, isEffect: true, read: ({ effects }) => count(effects?.logs) },
  {
    name: 'CreatedAssetID',
    since: 5,
    isEffect: true,
    read: ({ effects }) => effects?.createdAssetId ?? 0n,
  },
  {
    name: 'CreatedApplicationID',
    since: 5,
    isEffect: true,
    read: ({ effects }) => effects?.createdApplicationId ?? 0n,
  },
  {
    name: 'LastLog',
    since: 6,
    isEffect: true,
    read: ({ effects }) => effects?.logs.at(-1) ?? none,
  },
  { name: 'StateProofPK', since: 6, read: ({ txn }) => txn.sprfkey ?? zeros64 },
  { name: 'ApprovalProgramPages', since: 7, list: ({ txn }) => pagesOf(txn.apap) },
  { name: 'NumApprovalProgramPages', since: 7, read: ({ txn }) => count(pagesOf(txn.apap)) },
  { name: 'ClearStateProgramPages', since: 7, list: ({ txn }) => pagesOf(txn.apsu) },
  { name: 'NumClearStateProgramPages', since: 7, read: ({ txn }) => count(pagesOf(txn.apsu)) },
  { name: 'RejectVersion', since: 12, read: ({ txn }) => txn.aprv ?? 0n },
];

function count(list: readonly unknown[] | undefined): bigint {
  return BigInt(list?.length ?? 0);
}

/** A program in parts that a stack value can hold. */
function pagesOf(program: Uint8Array = none): Uint8Array[] {
  const pages: Uint8Array[] = [];
  for (let start = 0; start < program.length; start += limits.bytesLength) {
    pages.push(program.subarray(start, start + limits.bytesLength));
  }
  return pages;
}

function readFirstValidTime({ txn, environment }: Place): Value {
  const before = BigInt.asUintN(64, (txn.fv ?? 0n) - 1n);
  return readHeader(environment, before).ts ?? 0n;
}
