import type { Transaction } from 'algosdk';
import type { Issue, Plan, Planned } from '../../ports/chainAdapter.ts';
import { readBalance, type Balance } from './balance.ts';
import { assetMinimumBalance, build, type BuildInput, type BuiltIssue } from './build.ts';
import type { AlgorandContext } from './context.ts';
import { noteOf } from './note.ts';

/** Bytes that a signature adds to a transaction, for the fee per byte of a congested network. */
const signatureBytes = 75;

/** A plan with the transactions it stands for. */
export interface AlgorandPlan extends Plan {
  readonly built: BuiltIssue;
}

/** Measures what the issuance needs against the chain as it is now. */
export async function plan(context: AlgorandContext, issue: Issue): Promise<Planned> {
  const [params, issuer, sponsor, note] = await Promise.all([
    context.params(),
    readBalance(context, issue.issuer.address),
    issue.sponsor === null ? null : context.sponsorBalance(issue.sponsor.address),
    noteOf(context.signer, issue),
  ]);
  // Always the whole minimum balance of the new asset, so that parallel issuances of one issuer cannot count on
  // the same spare balance; and whatever a new account lacks for its own.
  const shortfall = issuer.minimum > issuer.amount ? issuer.minimum - issuer.amount : 0n;
  const topUp = issue.sponsor === null ? 0n : assetMinimumBalance + shortfall;
  const fee = feeOf({ issue, params, topUp, note });
  const built = build({ issue, params, fee, topUp, note });

  const payer = issue.sponsor ?? issue.issuer;
  const ownNeed = issue.sponsor === null ? assetMinimumBalance : topUp;
  const neededOf = ({ minimum }: Balance) => fee + ownNeed + minimum;
  let balance = sponsor ?? issuer;
  if (sponsor !== null && sponsor.amount < neededOf(sponsor))
    balance = await readBalance(context, payer.address);
  if (balance.amount < neededOf(balance))
    return {
      ok: false,
      refusal: {
        kind: 'funds',
        payer: issue.sponsor === null ? 'issuer' : 'sponsor',
        address: payer.address,
        neededBaseUnits: neededOf(balance),
        presentBaseUnits: balance.amount,
      },
    };
  const plan: AlgorandPlan = {
    // Only a draft check shows them.
    get transactions() {
      return built.transactions.map(describe);
    },
    predictedAddress: null,
    feesBaseUnits: fee,
    minimumBalanceBaseUnits: assetMinimumBalance,
    payer,
    chainNonce: null,
    built,
  };
  return { ok: true, plan };
}

function feeOf(input: Omit<BuildInput, 'fee'>): bigint {
  const { minFee, feePerByte } = input.params;
  if (feePerByte === 0n) return minFee * (input.issue.sponsor === null ? 1n : 2n);
  const { transactions } = build({ ...input, fee: 0n });
  return transactions.reduce((sum, transaction) => {
    const bySize = feePerByte * BigInt(transaction.toByte().length + signatureBytes);
    return sum + (bySize > minFee ? bySize : minFee);
  }, 0n);
}

function describe(transaction: Transaction): Record<string, unknown> {
  const common = {
    type: transaction.type,
    sender: transaction.sender.toString(),
    feeBaseUnits: transaction.fee.toString(),
    firstValid: transaction.firstValid.toString(),
    lastValid: transaction.lastValid.toString(),
    unsigned: Buffer.from(transaction.toByte()).toString('base64'),
  };
  if (transaction.payment === undefined) return common;
  return {
    ...common,
    receiver: transaction.payment.receiver.toString(),
    amountBaseUnits: transaction.payment.amount.toString(),
  };
}
