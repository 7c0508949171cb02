/** Ids of transactions and groups. */
import { digestOf, digestText } from './hash.ts';
import { encodeWire } from './wire/encode.ts';
import { type SignedTransaction, type Transaction, transactionFields } from './wire/fields.ts';
import { MsgpackWriter } from './wire/writer.ts';

/** A signed transaction with what is computed from it once: the bytes under the signature and the id. */
export type PreparedTransaction = {
  readonly signed: SignedTransaction;
  readonly txn: Transaction;
  readonly encoded: Uint8Array;
  readonly id: string;
};

export function prepareTransaction(signed: SignedTransaction): PreparedTransaction {
  const txn = signed.txn ?? {};
  const encoded = encodeWire(transactionFields, txn);
  return { signed, txn, encoded, id: digestText(digestOf('TX', encoded)) };
}

/** The group id commits to the ids its transactions would have without a group, in order. */
export function computeGroup(transactions: readonly Transaction[]): {
  readonly id: Uint8Array;
  readonly members: readonly Uint8Array[];
} {
  const members = transactions.map((txn) =>
    digestOf('TX', encodeWire(transactionFields, { ...txn, grp: undefined })),
  );
  const writer = new MsgpackWriter();
  writer.mapHeader(1);
  writer.string('txlist');
  writer.arrayHeader(members.length);
  for (const member of members) writer.bytes(member);
  return { id: digestOf('TG', writer.finish()), members };
}
