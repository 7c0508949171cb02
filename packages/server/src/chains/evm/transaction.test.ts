import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keccak256, numberToHex, serializeTransaction, toRlp, type Hex } from 'viem';
import { hexOf } from './hex.ts';
import { encodeRlp, type RlpItem } from './rlp.ts';
import { encodeTransaction, transactionIdOf } from './transaction.ts';

const uint = (bits: number) => fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n });

test('transactions are the bytes that viem writes, signed and unsigned', () => {
  fc.assert(
    fc.property(
      fc.record({
        chainId: fc.integer({ min: 1, max: 2 ** 40 }),
        nonce: uint(40),
        gas: uint(40),
        maxFeePerGas: uint(64),
        tip: uint(64),
        value: uint(96),
        to: fc.uint8Array({ minLength: 20, maxLength: 20 }),
        data: fc.uint8Array({ maxLength: 9_000 }),
        r: uint(256).filter((r) => r > 0n),
        s: uint(255).filter((s) => s > 0n),
        yParity: fc.constantFrom(0 as const, 1 as const),
      }),
      ({ tip, r, s, yParity, to, data, ...rest }) => {
        const maxFeePerGas = rest.maxFeePerGas < tip ? tip : rest.maxFeePerGas;
        const ours = { ...rest, maxFeePerGas, maxPriorityFeePerGas: tip, to: hexOf(to), data };
        const theirs = {
          ...ours,
          type: 'eip1559',
          nonce: Number(rest.nonce),
          data: hexOf(data),
        } as const;
        const signature = { r: hex32(r), s: hex32(s), yParity };

        expect(hexOf(encodeTransaction(ours))).toBe(serializeTransaction(theirs));
        const signed = encodeTransaction(ours, { r, s, yParity });
        expect(hexOf(signed)).toBe(serializeTransaction(theirs, signature));
        expect(transactionIdOf(signed)).toBe(keccak256(signed));
      },
    ),
    { numRuns: 60 },
  );
});

test('lists and bytes of every size are the RLP that viem writes', () => {
  const { item } = fc.letrec<{ item: RlpItem }>((tie) => ({
    item: fc.oneof(
      { maxDepth: 4 },
      fc.uint8Array({ maxLength: 80 }),
      fc.uint8Array({ minLength: 250, maxLength: 300 }),
      fc.array(tie('item'), { maxLength: 6 }),
    ),
  }));
  fc.assert(
    fc.property(item, (value) => {
      expect(hexOf(encodeRlp(value))).toBe(toRlp(value as Uint8Array));
    }),
  );
});

function hex32(value: bigint): Hex {
  return numberToHex(value, { size: 32 });
}
