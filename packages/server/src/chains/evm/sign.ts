import type { Hex } from 'viem';
import { z } from 'zod';
import type { SignedIssue, UnsignedIssue } from '../../ports/chainAdapter.ts';
import type { Signer } from '../../ports/signer.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Fees } from './fees.ts';
import { bytesOf } from './hex.ts';
import { encodeTransaction, transactionIdOf, type Transaction } from './transaction.ts';

/** The one transaction of an issuance, all but its nonce and its signature. */
export interface UnsignedCreation extends Fees {
  readonly chainId: number;
  readonly to: Hex;
  readonly data: Hex;
  readonly gas: bigint;
}

/** The same with its nonce, and what is recorded beside it. */
interface UnsignedTransaction extends UnsignedIssue {
  readonly payer: Account;
  readonly transaction: Transaction;
  readonly contractAddress: string;
}

/** Makes the transaction of an issuance final: the same creation and nonce give the same bytes. */
export function prepareCreation({
  deploymentId,
  payer,
  creation,
  nonce,
  contractAddress,
}: {
  readonly deploymentId: string;
  readonly payer: Account;
  readonly creation: UnsignedCreation;
  readonly nonce: bigint;
  readonly contractAddress: string;
}): UnsignedTransaction {
  const transaction = { ...creation, nonce, value: 0n, data: bytesOf(creation.data) };
  const signings = [{ account: payer, message: encodeTransaction(transaction) }];
  return { deploymentId, signings, payer, transaction, contractAddress };
}

/** Signs the transaction. */
export async function signCreation(
  signer: Signer,
  unsigned: UnsignedIssue,
  attemptNumber: number,
): Promise<SignedIssue> {
  const { deploymentId, payer, transaction, contractAddress } = unsigned as UnsignedTransaction;
  const message = encodeTransaction(transaction);
  const order = { deploymentId, attemptNumber, account: payer, message };
  const bytes = encodeTransaction(transaction, await signer.signEvm(order));
  const { nonce, to, gas, maxFeePerGas, maxPriorityFeePerGas } = transaction;
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

const amount = z.string().regex(/^\d+$/).transform(BigInt);
const hex = z.custom<Hex>((value) => typeof value === 'string' && value.startsWith('0x'));
const detailsShape = z.object({
  maxFeePerGas: amount,
  maxPriorityFeePerGas: amount,
  gas: amount,
  to: hex,
  contractAddress: hex,
});
/** Reads what {@link signCreation} kept beside the bytes. */
export function readSignedDetails(
  details: Readonly<Record<string, unknown>>,
): z.output<typeof detailsShape> {
  return detailsShape.parse(details);
}
