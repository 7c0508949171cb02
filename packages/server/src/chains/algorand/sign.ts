import type { Plan, SignedIssue } from '../../ports/chainAdapter.ts';
import type { AlgorandContext } from './context.ts';
import type { AlgorandPlan } from './plan.ts';
import { encodeSigned, transactionIdOf } from './transactionId.ts';

/** Signs the planned transactions; the bytes are the whole group, ready to be sent. */
export async function sign(
  context: Pick<AlgorandContext, 'signer'>,
  plan: Plan,
): Promise<SignedIssue> {
  const { transactions, signers, firstValid, lastValid } = (plan as AlgorandPlan).group;
  const messages = transactions.map((transaction) => transaction.bytesToSign());
  const parts = await Promise.all(
    messages.map(async (message, index) => {
      const account = signers[index];
      if (account === undefined) throw new Error('Cannot sign: a transaction has no signer');
      const [signature] = await context.signer.signAvm(account, [message]);
      if (signature === undefined) throw new Error('Cannot sign: the signer gave no signature');
      return encodeSigned(message, signature);
    }),
  );
  const transactionIds = messages.map(transactionIdOf);
  const transactionId = transactionIds.at(-1);
  if (transactionId === undefined) throw new Error('Cannot sign: the plan has no transaction');
  return {
    transactionId,
    bytes: Buffer.concat(parts),
    firstValid,
    lastValid,
    details: {
      feesBaseUnits: plan.feesBaseUnits.toString(),
      transactionIds,
    },
  };
}
