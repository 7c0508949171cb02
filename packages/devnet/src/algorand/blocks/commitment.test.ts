import { expect, test } from 'vitest';
import { digestOf, digestText } from '../hash.ts';
import { decodeObject } from '../wire/decode.ts';
import { encodeWire } from '../wire/encode.ts';
import {
  blockFields,
  blockHeaderFields,
  type FieldTable,
  transactionFields,
  type TransactionInBlock,
  transactionInBlockFields,
} from '../wire/fields.ts';
import { MsgpackReader } from '../wire/reader.ts';
import { commitTransactions } from './commitment.ts';
import vectors from './vectors/algodBlocks.json' with { type: 'json' };

const answerFields = {
  block: { object: blockFields },
  cert: 'opaque',
} as const satisfies FieldTable;

test.each(vectors.blocks)(
  'a block of algod with $transactions.length transactions has the commitments and the hash it says',
  ({ base64, hash, transactions }) => {
    const reader = new MsgpackReader(Buffer.from(base64, 'base64'));
    const { txns = [], ...header } = decodeObject(answerFields, reader).block!;
    const restore = ({ txn, hgi }: TransactionInBlock) =>
      encodeWire(transactionFields, { ...txn, gh: header.gh, gen: hgi ? header.gen : undefined });

    const commitments = commitTransactions(
      txns.map((item) => ({
        encoded: restore(item),
        inBlock: encodeWire(transactionInBlockFields, item),
      })),
    );

    const { txn, txn256, txn512 } = header;
    expect(commitments).toEqual({ txn, txn256, txn512 });
    expect(digestText(digestOf('BH', encodeWire(blockHeaderFields, header)))).toBe(hash);
    expect(txns.map((item) => digestText(digestOf('TX', restore(item))))).toEqual(transactions);
  },
);
