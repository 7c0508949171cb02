// https://docs.optimism.io/op-stack/transactions/fees
import {
  decodeFunctionResult,
  encodeFunctionData,
  parseAbi,
  serializeTransaction,
  type Address,
  type Hex,
} from 'viem';
import { resultOf, type Question } from './questions.ts';
import type { UnsignedTransaction } from './sign.ts';

const opStackChainIds: readonly number[] = [8453, 84_532];
const gasPriceOracle: Address = '0x420000000000000000000000000000000000000F';
const abi = parseAbi(['function getL1Fee(bytes) view returns (uint256)']);

/**
 * Asks what an OP stack chain charges for the transaction's bytes, beside its gas.
 *
 * The chain takes it from the sender's balance without showing it in any field of the transaction.
 * @returns undefined on chains that charge no such fee.
 */
export function l1FeeOf(transaction: UnsignedTransaction): Question<Hex> | undefined {
  if (!opStackChainIds.includes(transaction.chainId)) return undefined;
  // The nonce changes a byte or two; the margin covers it.
  const bytes = serializeTransaction({ type: 'eip1559', ...transaction, nonce: 0 });
  const data = encodeFunctionData({ abi, functionName: 'getL1Fee', args: [bytes] });
  return resultOf({ to: gasPriceOracle, data });
}

/** The fee in the answer, and half as much again: it follows another chain's gas price. */
export function readL1Fee(result: Hex): bigint {
  const fee = decodeFunctionResult({ abi, functionName: 'getL1Fee', data: result });
  return (fee * 3n) / 2n;
}
