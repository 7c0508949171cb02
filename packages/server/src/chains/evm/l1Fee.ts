// https://docs.optimism.io/op-stack/transactions/fees
import { decodeFunctionResult, encodeFunctionData, parseAbi, type Address, type Hex } from 'viem';
import { bytesOf, hexOf } from './hex.ts';
import { resultOf, type Question } from './questions.ts';
import type { UnsignedCreation } from './sign.ts';
import { encodeTransaction } from './transaction.ts';

const opStackChainIds: ReadonlySet<number> = new Set([8453, 84_532]);
const gasPriceOracle: Address = '0x420000000000000000000000000000000000000F';
const abi = parseAbi(['function getL1Fee(bytes) view returns (uint256)']);

/**
 * Asks what an OP stack chain charges for the transaction's bytes, beside its gas.
 *
 * The chain takes it from the sender's balance without showing it in any field of the transaction.
 * @returns undefined on chains that charge no such fee.
 */
export function l1FeeOf(transaction: UnsignedCreation): Question<Hex> | undefined {
  if (!opStackChainIds.has(transaction.chainId)) return undefined;
  // The nonce changes a byte or two; the margin covers it.
  const bytes = encodeTransaction({
    ...transaction,
    nonce: 0n,
    value: 0n,
    data: bytesOf(transaction.data),
  });
  const data = encodeFunctionData({ abi, functionName: 'getL1Fee', args: [hexOf(bytes)] });
  return resultOf({ to: gasPriceOracle, data });
}

/** The fee in the answer: what it is now. */
export function readL1Fee(result: Hex): bigint {
  return decodeFunctionResult({ abi, functionName: 'getL1Fee', data: result });
}

/** Half as much again, because the fee follows another chain's gas price. */
export function withL1Margin(fee: bigint): bigint {
  return (fee * 3n) / 2n;
}
