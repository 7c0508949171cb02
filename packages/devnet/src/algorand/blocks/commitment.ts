/**
 * What a block header commits its transactions with: one Merkle tree and two vector commitments.
 * Leaves, nodes and the order of a vector commitment are those of go-algorand's merklearray.
 */
import { hash } from 'node:crypto';
import type { BlockHeader } from '../wire/fields.ts';

/** A transaction's canonical encoding, and the encoding of its place in the block. */
export type CommittedTransaction = { readonly encoded: Uint8Array; readonly inBlock: Uint8Array };

type HashName = 'sha512-256' | 'sha256' | 'sha512';

const digestSize: Record<HashName, number> = { 'sha512-256': 32, sha256: 32, sha512: 64 };

export function commitTransactions(
  transactions: readonly CommittedTransaction[],
): Pick<BlockHeader, 'txn' | 'txn256' | 'txn512'> {
  const native = transactions.map((transaction) => leaf(transaction, 'sha512-256'));
  const sha256 = transactions.map((transaction) => leaf(transaction, 'sha256'));
  return {
    txn: native.length === 0 ? undefined : merkleRoot(native, 'sha512-256'),
    txn256: merkleRoot(inVectorOrder(sha256), 'sha256'),
    txn512: merkleRoot(inVectorOrder(sha256), 'sha512'),
  };
}

function leaf({ encoded, inBlock }: CommittedTransaction, name: 'sha512-256' | 'sha256'): Buffer {
  return Buffer.concat([
    Buffer.from('TL'),
    hash(name, Buffer.concat([Buffer.from('TX'), encoded]), 'buffer'),
    hash(name, Buffer.concat([Buffer.from('STIB'), inBlock]), 'buffer'),
  ]);
}

/** Fills up to a power of two and puts element i where i's bits, reversed, say: a position cannot be claimed twice. */
function inVectorOrder(leaves: readonly Buffer[]): readonly Buffer[] {
  const bits = leaves.length <= 1 ? 0 : Math.ceil(Math.log2(leaves.length));
  const bottom = Buffer.from('MB');
  return Array.from(
    { length: 1 << bits },
    (_, index) => leaves[reverseBits(index, bits)] ?? bottom,
  );
}

function reverseBits(index: number, bits: number): number {
  let reversed = 0;
  for (let bit = 0; bit < bits; bit++) reversed = (reversed << 1) | ((index >> bit) & 1);
  return reversed;
}

function merkleRoot(leaves: readonly Buffer[], name: HashName): Uint8Array {
  const missing = Buffer.alloc(digestSize[name]);
  let layer: Uint8Array[] = leaves.map((bytes) => hash(name, bytes, 'buffer'));
  while (layer.length > 1) {
    const next: Uint8Array[] = [];
    for (let index = 0; index < layer.length; index += 2) {
      const node = [Buffer.from('MA'), layer[index]!, layer[index + 1] ?? missing];
      next.push(hash(name, Buffer.concat(node), 'buffer'));
    }
    layer = next;
  }
  return layer[0]!;
}
