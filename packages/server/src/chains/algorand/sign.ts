import type { Issue, Plan, SignedIssue, UnsignedIssue } from '../../ports/chainAdapter.ts';
import type { AlgorandContext } from './context.ts';
import type { AlgorandPlan } from './plan.ts';
import { encodeSigned, transactionIdOf } from './transactionId.ts';

/** A group without its signatures, with what is recorded beside it. */
interface UnsignedGroup extends UnsignedIssue {
  readonly firstValid: bigint;
  readonly lastValid: bigint;
  readonly fees: bigint;
}

/** Writes the planned transactions as they are signed. */
export function prepare({ deploymentId }: Issue, plan: Plan): UnsignedGroup {
  const { transactions, signers, firstValid, lastValid } = (plan as AlgorandPlan).group;
  const signings = transactions.map((transaction, index) => {
    const account = signers[index];
    if (account === undefined) throw new Error('Cannot sign: a transaction has no signer');
    return { account, message: transaction.bytesToSign() };
  });
  return { deploymentId, signings, firstValid, lastValid, fees: plan.feesBaseUnits };
}

/** Signs the transactions; the bytes are the whole group, ready to be sent. */
export async function sign(
  { signer }: Pick<AlgorandContext, 'signer'>,
  unsigned: UnsignedIssue,
  attemptNumber: number,
): Promise<SignedIssue> {
  const { deploymentId, signings, firstValid, lastValid, fees } = unsigned as UnsignedGroup;
  const parts = await Promise.all(
    signings.map(async ({ account, message }) =>
      encodeSigned(
        message,
        await signer.signAvm({ deploymentId, attemptNumber, account, message }),
      ),
    ),
  );
  const transactionIds = signings.map(({ message }) => transactionIdOf(message));
  const transactionId = transactionIds.at(-1);
  if (transactionId === undefined) throw new Error('Cannot sign: the plan has no transaction');
  return {
    transactionId,
    bytes: Buffer.concat(parts),
    firstValid,
    lastValid,
    details: { feesBaseUnits: fees.toString(), transactionIds },
  };
}
