// https://ethereum.github.io/execution-apis/
import { z } from 'zod';
import { numberToHex, type Address, type Hex } from 'viem';
import type { BlockReference } from '../../ports/store/deployments.ts';

/** One JSON-RPC call and the shape its result must have. */
export interface Question<T> {
  readonly method: string;
  readonly params: readonly unknown[];
  readonly result: z.ZodType<T>;
}

/** A state of the chain to ask about: its newest, or that after one block. */
export type State = 'latest' | { readonly blockHash: string };

/** A call or creation (without `to`) to try out. */
export interface Call {
  readonly from?: Address;
  readonly to?: Address;
  readonly data: Hex;
}

const hex = z.custom<Hex>(
  (value) => typeof value === 'string' && /^0x(?:[0-9a-f]{2})*$/i.test(value),
);
const hash = z.custom<Hex>((value) => typeof value === 'string' && /^0x[0-9a-f]{64}$/i.test(value));
const address = z.custom<Address>(
  (value) => typeof value === 'string' && /^0x[0-9a-f]{40}$/i.test(value),
);
const quantity = z
  .string()
  .regex(/^0x[0-9a-f]{1,64}$/i)
  .transform(BigInt);

const block = z.object({
  number: quantity,
  hash,
  parentHash: hash,
  // Absent on chains from before EIP-1559.
  baseFeePerGas: quantity.optional(),
});
const receipt = z.object({
  transactionHash: hash,
  blockNumber: quantity,
  blockHash: hash,
  status: quantity.transform((status) => status === 1n),
  gasUsed: quantity,
  logs: z.array(z.object({ address })),
});
const transaction = z.object({ hash, blockNumber: quantity.nullish() });
const log = z.object({ transactionHash: hash, blockNumber: quantity, blockHash: hash });
const simulation = z.tuple([
  z.object({ calls: z.tuple([z.object({ gasUsed: quantity, status: z.literal('0x1') })]) }),
]);
const feeHistory = z.object({ baseFeePerGas: z.array(quantity).min(1) });

export type Block = z.output<typeof block>;
export type Receipt = z.output<typeof receipt>;

export const chainIdOf: Question<bigint> = { method: 'eth_chainId', params: [], result: quantity };

/** Null for a block that is not there yet. */
export function blockAt(at: bigint | 'latest' | 'safe' | 'finalized'): Question<Block | null> {
  const name = typeof at === 'bigint' ? numberToHex(at) : at;
  return { method: 'eth_getBlockByNumber', params: [name, false], result: block.nullable() };
}

export function balanceOf(account: string): Question<bigint> {
  return { method: 'eth_getBalance', params: [account, 'latest'], result: quantity };
}

/** How many transactions of the account are in blocks: its lowest nonce that is still free. */
export function minedNonceOf(account: string, state: State = 'latest'): Question<bigint> {
  return { method: 'eth_getTransactionCount', params: [account, state], result: quantity };
}

export function codeAt(account: string, state: State = 'latest'): Question<Hex> {
  return { method: 'eth_getCode', params: [account, state], result: hex };
}

export const suggestedTip: Question<bigint> = {
  method: 'eth_maxPriorityFeePerGas',
  params: [],
  result: quantity,
};

export function gasOf(call: Call): Question<bigint> {
  return { method: 'eth_estimateGas', params: [call], result: quantity };
}

/** The gas that the call would use up in the next block: less than what it must be allowed. */
export function usedGasOf(call: Call): Question<bigint> {
  return {
    method: 'eth_simulateV1',
    params: [{ blockStateCalls: [{ calls: [call] }], validation: false }, 'latest'],
    result: simulation.transform(([{ calls }]) => calls[0].gasUsed),
  };
}

/** Base fees of the last blocks, oldest first; the last one is that of the block to come. */
export function baseFeesOf(blocks: number): Question<readonly bigint[]> {
  return {
    method: 'eth_feeHistory',
    params: [numberToHex(blocks), 'latest', []],
    result: feeHistory.transform(({ baseFeePerGas }) => baseFeePerGas),
  };
}

export function resultOf(call: Call, state: State | Hex = 'latest'): Question<Hex> {
  return { method: 'eth_call', params: [call, state], result: hex };
}

/** Null when the transaction is in no block that this node follows. */
export function receiptOf(transactionId: string): Question<Receipt | null> {
  return {
    method: 'eth_getTransactionReceipt',
    params: [transactionId],
    result: receipt.nullable(),
  };
}

/** Null when the node has never heard of it; without block when it waits in the pool. */
export function transactionOf(
  transactionId: string,
): Question<{ hash: Hex; blockNumber?: bigint | null | undefined } | null> {
  return {
    method: 'eth_getTransactionByHash',
    params: [transactionId],
    result: transaction.nullable(),
  };
}

export function logsOf(account: string, fromBlock: bigint): Question<z.output<typeof log>[]> {
  return {
    method: 'eth_getLogs',
    params: [{ address: account, fromBlock: numberToHex(fromBlock), toBlock: 'latest' }],
    result: z.array(log),
  };
}

export function sending(bytes: Hex): Question<Hex> {
  return { method: 'eth_sendRawTransaction', params: [bytes], result: hash };
}

/** The block a receipt or log names. */
export function blockReferenceOf(seen: {
  readonly blockNumber: bigint;
  readonly blockHash: string;
}): BlockReference {
  return { number: seen.blockNumber, hash: seen.blockHash };
}
