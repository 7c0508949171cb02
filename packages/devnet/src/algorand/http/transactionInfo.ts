/** A transaction with what came of it, as the pending endpoint and a simulation show it. */
import type { Address } from '../address.ts';
import {
  type ApplyData,
  type EvalDelta,
  type FieldTable,
  type SignedTransaction,
  signedTransactionFields,
  type StateDelta,
  type Wire,
} from '../wire/fields.ts';

const deltaEntryFields = {
  key: 'string',
  value: { object: { action: 'uint', bytes: 'string', uint: 'uint' } },
} as const satisfies FieldTable;

export const transactionInfoFields = {
  'application-index': 'uint',
  'asset-closing-amount': 'uint',
  'asset-index': 'uint',
  'closing-amount': 'uint',
  'confirmed-round': 'uint',
  'global-state-delta': { list: deltaEntryFields },
  'local-state-delta': { list: { address: 'string', delta: { list: deltaEntryFields } } },
  logs: { each: 'bytes' },
  'pool-error': { always: 'string' },
  txn: { object: signedTransactionFields },
} as const satisfies FieldTable;

export type TransactionInfo = Wire<typeof transactionInfoFields>;

export function toTransactionInfo(
  signed: SignedTransaction,
  { aca, apid, ca, caid, dt = {} }: ApplyData,
  confirmedRound?: bigint,
): TransactionInfo {
  return {
    'application-index': apid,
    'asset-closing-amount': aca,
    'asset-index': caid,
    'closing-amount': ca,
    'confirmed-round': confirmedRound,
    'global-state-delta': toEntries(dt.gd),
    'local-state-delta': toAccountDeltas(signed, dt),
    logs: dt.lg,
    'pool-error': '',
    txn: signed,
  };
}

function toEntries(delta: StateDelta = new Map()): readonly Wire<typeof deltaEntryFields>[] {
  return [...delta].map(([key, { at, bs, ui }]) => ({
    key: Buffer.from(key, 'latin1').toString('base64'),
    value: { action: at, bytes: bs && Buffer.from(bs).toString('base64'), uint: ui },
  }));
}

function toAccountDeltas(
  { txn = {} }: SignedTransaction,
  { ld = new Map<bigint, StateDelta>(), sa = [] }: EvalDelta,
): NonNullable<TransactionInfo['local-state-delta']> {
  const accounts: readonly (Address | undefined)[] = [txn.snd, ...(txn.apat ?? []), ...sa];
  return [...ld].map(([place, delta]) => ({
    address: accounts[Number(place)],
    delta: toEntries(delta),
  }));
}
