// https://eips.ethereum.org/EIPS/eip-1559
import {
  hexToBytes,
  keccak256,
  numberToHex,
  serializeTransaction,
  type Address,
  type Hex,
} from 'viem';
import { z } from 'zod';
import type { SignedIssue } from '../../ports/chainAdapter.ts';
import type { Signer } from '../../ports/signer.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Fees } from './fees.ts';

/** The one transaction of an issuance, all but its nonce. */
export interface UnsignedTransaction extends Fees {
  readonly chainId: number;
  readonly to: Address;
  readonly data: Hex;
  readonly gas: bigint;
}

/** Signs for a nonce: the same transaction and nonce give the same bytes. */
export async function signTransaction(
  signer: Signer,
  payer: Account,
  {
    transaction,
    nonce,
    contractAddress,
  }: {
    readonly transaction: UnsignedTransaction;
    readonly nonce: bigint;
    readonly contractAddress: string;
  },
): Promise<SignedIssue> {
  const { gas, maxFeePerGas, maxPriorityFeePerGas, to } = transaction;
  const unsigned = { type: 'eip1559', ...transaction, nonce: Number(nonce) } as const;
  const digest = hexToBytes(keccak256(serializeTransaction(unsigned)));
  const { r, s, yParity } = await signer.signEvm(payer, digest);
  const signature = { r: numberToHex(r, { size: 32 }), s: numberToHex(s, { size: 32 }), yParity };
  const bytes = hexToBytes(serializeTransaction(unsigned, signature));
  return {
    transactionId: transactionIdOf(bytes),
    bytes,
    firstValid: null,
    lastValid: null,
    details: {
      maxFeePerGas: `${maxFeePerGas}`,
      maxPriorityFeePerGas: `${maxPriorityFeePerGas}`,
      gas: `${gas}`,
      nonce: `${nonce}`,
      to,
      contractAddress,
    },
  };
}

/** The hash that signed bytes are known by. */
export function transactionIdOf(bytes: Uint8Array): Hex {
  return keccak256(bytes);
}

const amount = z.string().regex(/^\d+$/).transform(BigInt);
const detailsShape = z.object({
  maxFeePerGas: amount,
  maxPriorityFeePerGas: amount,
  gas: amount,
  contractAddress: z.custom<Address>((value) => typeof value === 'string'),
});

/** Reads back what {@link signTransaction} kept beside the bytes. */
export function readSignedDetails(
  details: Readonly<Record<string, unknown>>,
): z.output<typeof detailsShape> {
  return detailsShape.parse(details);
}

const transactionShape = z.object({
  chainId: z.string().transform(Number),
  to: z.custom<Address>((value) => typeof value === 'string'),
  data: z.custom<Hex>((value) => typeof value === 'string'),
  gas: amount,
  maxFeePerGas: amount,
  maxPriorityFeePerGas: amount,
});

/** The transaction as a plan shows it: JSON-plain. */
export function showTransaction(
  transaction: UnsignedTransaction,
  from: string,
): Readonly<Record<string, unknown>> {
  const { chainId, to, data, gas, maxFeePerGas, maxPriorityFeePerGas } = transaction;
  return {
    type: 'eip1559',
    chainId: `${chainId}`,
    from,
    to,
    value: '0',
    gas: `${gas}`,
    maxFeePerGas: `${maxFeePerGas}`,
    maxPriorityFeePerGas: `${maxPriorityFeePerGas}`,
    data,
  };
}

/** Reads what {@link showTransaction} wrote. */
export function readTransaction(shown: Readonly<Record<string, unknown>>): UnsignedTransaction {
  return transactionShape.parse(shown);
}
