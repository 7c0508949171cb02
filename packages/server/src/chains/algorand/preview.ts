import type { PlannedAvmTransaction } from '@biatec-tokens/core';
import type { Transaction } from 'algosdk';
import type { Issue, Previewed } from '../../ports/chainAdapter.ts';
import type { Draft } from './build.ts';
import type { AlgorandContext } from './context.ts';
import { measure } from './plan.ts';

/** Describes every step of the issuance as it would be sent now. */
export async function preview(context: AlgorandContext, issue: Issue): Promise<Previewed> {
  const { steps, lacking, congested } = await measure(context, issue);
  const feesBaseUnits = steps.reduce((sum, { group }) => sum + group.fee, 0n);
  return {
    ok: true,
    preview: {
      steps: steps.map(({ step, group }) => ({
        name: step.name,
        transactions: group.transactions.map((transaction, index) =>
          describe(transaction, step.drafts[index]),
        ),
      })),
      predictedAddress: null,
      feesBaseUnits,
      feesMaxBaseUnits: feesBaseUnits,
      minimumBalanceBaseUnits: steps.reduce((sum, { step }) => sum + step.locks, 0n),
      payer: issue.sponsor ?? issue.issuer,
      lacking,
      congested,
    },
  };
}

function describe(transaction: Transaction, draft: Draft | undefined): PlannedAvmTransaction {
  const awaits = draft?.awaitsApplication === true;
  const { payment, applicationCall } = transaction;
  return {
    type: transaction.type as PlannedAvmTransaction['type'],
    sender: transaction.sender.toString(),
    receiver: awaits || payment === undefined ? null : payment.receiver.toString(),
    amountBaseUnits: (payment?.amount ?? 0n).toString(),
    feeBaseUnits: transaction.fee.toString(),
    applicationId:
      awaits || applicationCall === undefined ? null : applicationCall.appIndex.toString(),
    dependsOn: [
      'the round when it is signed: firstValid, lastValid, group',
      ...(awaits
        ? [
            `the application that step "create" makes: ${payment === undefined ? 'applicationId' : 'receiver'}`,
          ]
        : []),
    ],
    description: draft?.description ?? '',
    unsigned: Buffer.from(transaction.toByte()).toString('base64'),
  };
}
