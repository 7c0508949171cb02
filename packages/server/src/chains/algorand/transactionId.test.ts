/** Equal to algosdk, byte for byte. */
import {
  computeGroupID,
  encodeMsgpack,
  generateAccount,
  makeAssetCreateTxnWithSuggestedParamsFromObject,
  makePaymentTxnWithSuggestedParamsFromObject,
  SignedTransaction,
} from 'algosdk';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeSigned, groupIdOf, transactionIdOf } from './transactionId.ts';

const { addr: sender } = generateAccount();
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

const transactions = fc
  .record({
    genesisHash: bytes(32),
    lease: bytes(32),
    note: fc.uint8Array({ maxLength: 300 }),
    amount: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    name: fc.string({ maxLength: 8 }),
  })
  .map(({ genesisHash, lease, note, amount, name }) => {
    const suggestedParams = {
      flatFee: true,
      fee: 2_000n,
      minFee: 1_000n,
      firstValid: 5n,
      lastValid: 205n,
      genesisID: 'test-v1',
      genesisHash,
    };
    const common = { sender, note, lease, suggestedParams };
    return [
      makePaymentTxnWithSuggestedParamsFromObject({ ...common, receiver: sender, amount }),
      makeAssetCreateTxnWithSuggestedParamsFromObject({
        ...common,
        total: amount,
        decimals: 3,
        assetName: name,
        unitName: 'UNIT',
      }),
    ];
  });

test('ids of transactions and groups are those of algosdk', () => {
  fc.assert(
    fc.property(transactions, (group) => {
      const signed = group.map((transaction) => transaction.bytesToSign());

      expect(Buffer.from(groupIdOf(signed))).toEqual(Buffer.from(computeGroupID(group)));
      expect(signed.map(transactionIdOf)).toEqual(group.map((transaction) => transaction.txID()));
    }),
  );
});

test('so is the id of the largest group, of 16 transactions', () => {
  const group = fc.sample(transactions, { seed: 1, numRuns: 8 }).flat();
  const signed = group.map((transaction) => transaction.bytesToSign());

  expect(group).toHaveLength(16);
  expect(Buffer.from(groupIdOf(signed))).toEqual(Buffer.from(computeGroupID(group)));
});

test('a signed transaction is encoded as algosdk encodes it', () => {
  fc.assert(
    fc.property(transactions, bytes(64), (group, sig) => {
      for (const txn of group) {
        const ours = encodeSigned(txn.bytesToSign(), sig);

        expect(Buffer.from(ours)).toEqual(
          Buffer.from(encodeMsgpack(new SignedTransaction({ txn, sig }))),
        );
      }
    }),
  );
});
