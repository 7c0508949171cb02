import type { Hex } from 'viem';
import { z } from 'zod';
import type { SignedIssue } from '../../ports/chainAdapter.ts';
import type { Signer } from '../../ports/signer.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Fees } from './fees.ts';
import { bytesOf } from './hex.ts';
import { signTransaction } from './transaction.ts';

/** The one transaction of an issuance, all but its nonce and its signature. */
export interface UnsignedCreation extends Fees {
  readonly chainId: number;
  readonly to: Hex;
  readonly data: Hex;
  readonly gas: bigint;
}

/** Signs an issuance for a nonce: the same plan and nonce give the same bytes. */
export async function signIssue(
  signer: Signer,
  payer: Account,
  {
    transaction,
    nonce,
    contractAddress,
  }: {
    readonly transaction: UnsignedCreation;
    readonly nonce: bigint;
    readonly contractAddress: string;
  },
): Promise<SignedIssue> {
  const { gas, maxFeePerGas, maxPriorityFeePerGas, to, data } = transaction;
  const signed = await signTransaction(signer, payer, {
    ...transaction,
    nonce,
    value: 0n,
    data: bytesOf(data),
  });
  return {
    ...signed,
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

const amount = z.string().regex(/^\d+$/).transform(BigInt);
const hex = z.custom<Hex>((value) => typeof value === 'string' && value.startsWith('0x'));
const detailsShape = z.object({
  maxFeePerGas: amount,
  maxPriorityFeePerGas: amount,
  gas: amount,
  to: hex,
  contractAddress: hex,
});
/** Reads what {@link signIssue} kept beside the bytes. */
export function readSignedDetails(
  details: Readonly<Record<string, unknown>>,
): z.output<typeof detailsShape> {
  return detailsShape.parse(details);
}
