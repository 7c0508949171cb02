import { parseTransaction } from 'viem';
import type { UnsignedIssue } from '../../ports/chainAdapter.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Attempt } from '../../ports/store/deployments.ts';
import { quoteFees, raise, type Fees } from './fees.ts';
import { hexOf } from './hex.ts';
import type { Node } from './nodes.ts';
import { balanceOf, blockAt, minedNonceOf, suggestedTip } from './questions.ts';
import { prepareCreation, readSignedDetails, type UnsignedCreation } from './sign.ts';

/**
 * Prepares an attempt's transaction once more, for more money.
 *
 * Only the head of the payer's queue: behind it, money changes nothing.
 * @returns undefined where a higher fee would not help, is over the limit, or is more than the payer has.
 */
export async function raiseAttempt(
  { node, feeLimits }: { readonly node: Node; readonly feeLimits: Fees },
  payer: Account,
  { deploymentId, nonce, sender, variants }: Attempt,
): Promise<UnsignedIssue | undefined> {
  const last = variants.at(-1);
  // Another sponsor may pay now; the nonce is of the account that paid then.
  if (last === undefined || nonce === null || sender !== payer.address) return undefined;

  const [head, tip, minedNonce, balance] = await node.ask(
    blockAt('latest'),
    suggestedTip,
    minedNonceOf(payer.address),
    balanceOf(payer.address),
  );
  if (head === null || minedNonce !== nonce) return undefined;

  const { contractAddress, ...offered } = readSignedDetails(last.details);
  const fees = raise(offered, quoteFees(head, tip, feeLimits), feeLimits);
  if (fees === undefined || offered.gas * fees.maxFeePerGas > balance) return undefined;
  const creation = { ...transactionIn(last.bytes), to: offered.to, ...fees };
  return prepareCreation({ deploymentId, payer, creation, nonce, contractAddress });
}

/** The very transaction that was signed, not one built again: a later release may build other bytes. */
function transactionIn(bytes: Uint8Array): UnsignedCreation {
  const { chainId, to, data, gas, maxFeePerGas, maxPriorityFeePerGas } = parseTransaction(
    hexOf(bytes) as `0x02${string}`,
  );
  if (!to || !data || !gas || !maxFeePerGas || maxPriorityFeePerGas === undefined) {
    throw new TypeError('Cannot raise fees: the stored bytes are no transaction of ours');
  }
  return { chainId, to, data, gas, maxFeePerGas, maxPriorityFeePerGas };
}
