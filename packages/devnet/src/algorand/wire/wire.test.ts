import algosdk from 'algosdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeAddress } from '../address.ts';
import { prepareTransaction } from '../transactionId.ts';
import { decodeSignedTransactions } from './decode.ts';
import { encodeWire } from './encode.ts';
import * as tables from './fields.ts';
import { writeJson } from './json.ts';
import { EndOfInputError, MsgpackError, MsgpackReader } from './reader.ts';

const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const address = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => new algosdk.Address(bytes));
const text = (maxLength: number) => fc.string({ maxLength, unit: 'grapheme-ascii' });

const transaction = fc
  .record({
    sender: address,
    note: fc.uint8Array({ maxLength: 300 }),
    fee: uint64,
    firstValid: fc.bigInt({ min: 0n, max: 2n ** 60n }),
    total: uint64,
    decimals: fc.integer({ min: 0, max: 19 }),
    assetName: text(32),
    unitName: text(8),
    assetURL: text(96),
    manager: address,
    frozen: fc.boolean(),
    isPayment: fc.boolean(),
  })
  .map((fields) => {
    const suggestedParams = {
      flatFee: true,
      fee: fields.fee,
      minFee: 1_000n,
      firstValid: fields.firstValid,
      lastValid: fields.firstValid + 1_000n,
      genesisID: 'property-v1',
      genesisHash: new Uint8Array(32).fill(5),
    };
    const { sender, note, manager } = fields;
    if (fields.isPayment) {
      const payment = { sender, note, suggestedParams, receiver: manager, amount: fields.total };
      return algosdk.makePaymentTxnWithSuggestedParamsFromObject(payment);
    }
    return algosdk.makeAssetCreateTxnWithSuggestedParamsFromObject({
      sender,
      note,
      suggestedParams,
      manager,
      total: fields.total,
      decimals: fields.decimals,
      assetName: fields.assetName,
      unitName: fields.unitName,
      assetURL: fields.assetURL,
      defaultFrozen: fields.frozen,
    });
  });

describe('the wire', () => {
  test('decodes and encodes every transaction as algosdk does, with the same id', () => {
    fc.assert(
      fc.property(transaction, (built) => {
        const sig = new Uint8Array(64).fill(3);
        const bytes = algosdk.encodeMsgpack(new algosdk.SignedTransaction({ txn: built, sig }));

        const [signed] = decodeSignedTransactions(bytes, 16);

        expect(encodeWire(tables.signedTransactionFields, signed!)).toEqual(Buffer.from(bytes));
        expect(prepareTransaction(signed!).id).toBe(built.txID());
      }),
    );
  });

  test('answers any bytes with a transaction or a refusal of its own', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          decodeSignedTransactions(bytes, 16);
        } catch (error) {
          expect(error instanceof MsgpackError || error instanceof RangeError).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('reading one value takes exactly its bytes, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.uint8Array({ maxLength: 4 }), (value, rest) => {
        const encoded = algosdk.msgpackRawEncode(value);
        const reader = new MsgpackReader(Buffer.concat([encoded, rest]));

        expect(reader.skip()).toEqual(Buffer.from(encoded));
      }),
    );
  });

  test('says where the bytes end', () => {
    expect(() => new MsgpackReader(Uint8Array.of(0xcd, 1)).uint()).toThrow(EndOfInputError);
    expect(() => new MsgpackReader(Uint8Array.of(0xc4, 9, 1)).bytes()).toThrow(EndOfInputError);
  });

  test('leaves out what is zero, and only that', () => {
    const zero = encodeAddress(new Uint8Array(32));
    const { transactionFields: fields } = tables;
    const nothing = { amt: 0n, gen: '', afrz: false, note: new Uint8Array(), rcv: zero };
    const nested = { gh: new Uint8Array(32), apar: { t: 0n, un: new Uint8Array() } };

    expect(encodeWire(fields, { fee: 1n, ...nothing, ...nested })).toEqual(
      encodeWire(fields, { fee: 1n }),
    );
    // A note of zero bytes is a note.
    expect(encodeWire(fields, { note: new Uint8Array(1) })).toHaveLength(1 + 5 + 3);
  });

  test('tables are in canonical order', () => {
    const isTable = (value: object): boolean => !Array.isArray(value);
    for (const [name, table] of Object.entries(tables).filter(([, value]) => isTable(value))) {
      if (name === 'fieldsByType') continue;
      expect(Object.keys(table), name).toEqual(Object.keys(table).toSorted());
    }
  });
});

describe('JSON', () => {
  test('keeps every digit of a 64-bit number', () => {
    expect(writeJson({ total: 2n ** 64n - 1n, absent: undefined, list: [1n, null, 'x"'] })).toBe(
      '{"list":[1,null,"x\\""],"total":18446744073709551615}',
    );
  });
});
