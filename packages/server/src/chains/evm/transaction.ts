// https://eips.ethereum.org/EIPS/eip-1559
import { keccak_256 } from '@noble/hashes/sha3.js';
import type { Hex } from 'viem';
import type { EvmSignature } from '../../ports/signer.ts';
import type { Fees } from './fees.ts';
import { bytesOf, hexOf } from './hex.ts';
import { encodeRlp, rlpNumber, type RlpItem } from './rlp.ts';

/** A transaction with a fee market, without access list. */
export interface Transaction extends Fees {
  readonly chainId: number;
  readonly nonce: bigint;
  readonly gas: bigint;
  readonly to: Hex;
  readonly value: bigint;
  readonly data: Uint8Array;
}

const type = Uint8Array.of(2);

/** Writes the transaction as it travels, or without signature as it is signed. */
export function encodeTransaction(transaction: Transaction, signature?: EvmSignature): Uint8Array {
  const { chainId, nonce, maxPriorityFeePerGas, maxFeePerGas, gas, to, value, data } = transaction;
  const fields: RlpItem[] = [
    rlpNumber(BigInt(chainId)),
    rlpNumber(nonce),
    rlpNumber(maxPriorityFeePerGas),
    rlpNumber(maxFeePerGas),
    rlpNumber(gas),
    bytesOf(to),
    rlpNumber(value),
    data,
    [],
  ];
  if (signature !== undefined) {
    const { yParity, r, s } = signature;
    fields.push(rlpNumber(BigInt(yParity)), rlpNumber(r), rlpNumber(s));
  }
  return Buffer.concat([type, encodeRlp(fields)]);
}

/** The hash that signed bytes are known by. */
export function transactionIdOf(bytes: Uint8Array): Hex {
  return hexOf(keccak_256(bytes));
}
