import type { Issue, Previewed } from '../../ports/chainAdapter.ts';
import { bytesOf, hexOf } from './hex.ts';
import { l1FeeOf, readL1Fee } from './l1Fee.ts';
import type { Node } from './nodes.ts';
import {
  callOf,
  directCallOf,
  measureIssue,
  payerOf,
  type MeasuredIssue,
  type PlanContext,
} from './plan.ts';
import { baseFeesOf, usedGasOf } from './questions.ts';
import type { Answer } from './rpc.ts';
import { encodeTransaction } from './transaction.ts';

/** Blocks whose base fees say what is usual. */
const usualBlocks = 20;

/**
 * Describes the one transaction of an issuance and what it costs in the next block.
 *
 * Gas is measured anew and remembered for this issuance, so that it offers the same right after.
 */
export async function previewIssue(
  context: PlanContext,
  node: Node,
  issue: Issue,
  /** What the payer lacks to put the proxy on a local chain first. */
  lackingForProxy?: { readonly neededBaseUnits: bigint; readonly presentBaseUnits: bigint },
): Promise<Previewed> {
  const hasProxy = lackingForProxy === undefined;
  const measured = await measureIssue(context, node, issue, { hasProxy });
  if ('kind' in measured) return { ok: false, refusal: measured };
  const payer = payerOf(issue);
  const { creation, transaction, estimate, chainNonce, feesMaxBaseUnits } = measured;
  if (hasProxy && estimate !== null) context.knownGas.rememberShown(node, issue, estimate);
  const [used, baseFees] = await node.tryAsk(
    usedGasOf(hasProxy ? callOf(creation, payer) : directCallOf(creation)),
    baseFeesOf(usualBlocks),
  );
  const unsigned = encodeTransaction({
    ...transaction,
    nonce: chainNonce,
    value: 0n,
    data: bytesOf(transaction.data),
  });
  return {
    ok: true,
    preview: {
      steps: [
        {
          name: 'issue',
          transactions: [
            {
              type: 'eip1559',
              sender: payer.address,
              receiver: creation.to,
              amountBaseUnits: '0',
              gasLimit: `${transaction.gas}`,
              maxFeePerGas: `${transaction.maxFeePerGas}`,
              maxPriorityFeePerGas: `${transaction.maxPriorityFeePerGas}`,
              nonce: `${chainNonce}`,
              unsigned: hexOf(unsigned),
              description: `Creates the contract at ${creation.address} through the deterministic deployment proxy (CREATE2)`,
              dependsOn: [
                'what the sender sends before it: nonce',
                'the newest block when it is signed: maxFeePerGas, maxPriorityFeePerGas',
              ],
            },
          ],
        },
      ],
      predictedAddress: creation.address,
      feesBaseUnits: await costInNextBlock(node, measured, { used, baseFees }),
      feesMaxBaseUnits,
      minimumBalanceBaseUnits: 0n,
      payer,
      lacking:
        measured.lacking === null || lackingForProxy === undefined
          ? measured.lacking
          : {
              ...measured.lacking,
              neededBaseUnits: lackingForProxy.neededBaseUnits + feesMaxBaseUnits,
            },
      congested: baseFees.ok && isCongested(baseFees.value),
    },
  };
}

/** Exact where the node can say so; where it cannot, the most that the next block takes. */
async function costInNextBlock(
  node: Node,
  { transaction, feesMaxBaseUnits }: MeasuredIssue,
  { used, baseFees }: { used: Answer<bigint>; baseFees: Answer<readonly bigint[]> },
): Promise<bigint> {
  const baseFee = baseFees.ok ? baseFees.value.at(-1) : undefined;
  if (!used.ok || baseFee === undefined) return feesMaxBaseUnits;
  const { maxFeePerGas, maxPriorityFeePerGas } = transaction;
  const offered = baseFee + maxPriorityFeePerGas;
  const gasCost = used.value * (offered < maxFeePerGas ? offered : maxFeePerGas);
  const question = l1FeeOf(transaction);
  if (question === undefined) return gasCost;
  const [l1Fee] = await node.ask(question);
  return gasCost + readL1Fee(l1Fee);
}

/** Half as much again as the mean of the blocks before. */
function isCongested(baseFees: readonly bigint[]): boolean {
  const before = baseFees.slice(0, -1);
  const next = baseFees.at(-1);
  if (next === undefined || before.length === 0) return false;
  const sum = before.reduce((total, fee) => total + fee, 0n);
  return 2n * next * BigInt(before.length) > 3n * sum;
}
