import { encodeMsgpack, SignedTransaction } from 'algosdk';
import type { Account } from '../../ports/store/index.ts';
import type { Issue, Plan, SignedIssue } from '../../ports/chainAdapter.ts';
import type { AlgorandContext } from './context.ts';
import type { AlgorandPlan } from './plan.ts';

/** Signs the planned transactions; the bytes are the whole group, ready to be sent. */
export async function sign(
  context: AlgorandContext,
  issue: Issue,
  plan: Plan,
): Promise<SignedIssue> {
  const { transactions, firstValid, lastValid } = (plan as AlgorandPlan).built;
  const signers: Account[] =
    issue.sponsor === null ? [issue.issuer] : [issue.sponsor, issue.issuer];
  const parts = await Promise.all(
    transactions.map(async (txn, index) => {
      const account = signers[index];
      if (account === undefined) throw new Error('Cannot sign: a transaction has no signer');
      const [sig] = await context.signer.signAvm(account, [txn.bytesToSign()]);
      if (sig === undefined) throw new Error('Cannot sign: the signer gave no signature');
      return encodeMsgpack(new SignedTransaction({ txn, sig }));
    }),
  );
  const creation = transactions.at(-1);
  if (creation === undefined) throw new Error('Cannot sign: the plan has no transaction');
  return {
    transactionId: creation.txID(),
    bytes: Buffer.concat(parts),
    firstValid,
    lastValid,
    details: {
      feesBaseUnits: plan.feesBaseUnits.toString(),
      transactionIds: transactions.map((transaction) => transaction.txID()),
    },
  };
}
