import type { Finality } from '@biatec-tokens/core';
import type { Address } from 'viem';
import type { Issue, Sighting } from '../../ports/chainAdapter.ts';
import type { Attempt, BlockReference } from '../../ports/store/deployments.ts';
import { buildCreation } from './build.ts';
import { findFinalBlock, settlementOf } from './finality.ts';
import type { Node } from './nodes.ts';
import { findCreationRevert } from './plan.ts';
import {
  blockAt,
  blockReferenceOf,
  codeAt,
  logsOf,
  minedNonceOf,
  receiptOf,
  transactionOf,
  type Block,
  type Receipt,
} from './questions.ts';
import { readSignedDetails } from './sign.ts';

/** What is looked for, and by which rule it is final. */
interface Search {
  readonly node: Node;
  readonly finality: Finality;
  readonly issue: Issue;
  readonly attempt: Attempt;
  /** Where the contract is once it exists. */
  readonly address: Address;
}

// Providers limit the range of a search; a stranger's copy of our transaction is about as old as ours.
const searchedBlocks = 9_000n;

/** Says where an attempt is, by receipts and by the state of the chain. */
export async function locateAttempt(
  node: Node,
  finality: Finality,
  { issue, attempt }: { readonly issue: Issue; readonly attempt: Attempt },
): Promise<Sighting> {
  const search: Search = { node, finality, issue, attempt, address: addressOf(issue, attempt) };
  const receipt = await findReceipt(search);
  if (receipt !== undefined) return locateMined(search, receipt);

  const { variants, sender } = attempt;
  const [code, head, minedNonce] = await node.ask(
    codeAt(search.address),
    blockAt('latest'),
    minedNonceOf(sender),
  );
  if (code !== '0x') return locateCreated(search, head);

  const known = await node.ask(
    ...variants.map(({ transactionId }) => transactionOf(transactionId)),
  );
  // The newest is the one a pool keeps; a pool that has not noticed yet that the nonce is used keeps it in vain.
  const waiting = known.findLast((transaction) => transaction !== null);
  const canBeMined = attempt.nonce === null || minedNonce <= attempt.nonce;
  return waiting === undefined || waiting === null || !canBeMined
    ? locateNowhere(search, minedNonce)
    : { kind: 'pool', transactionId: waiting.hash };
}

async function findReceipt({ node, attempt }: Search): Promise<Receipt | undefined> {
  const receipts = await node.ask(
    ...attempt.variants.map(({ transactionId }) => receiptOf(transactionId)),
  );
  // They share a nonce, so at most one is in the chain.
  return receipts.find((receipt) => receipt !== null) ?? undefined;
}

/** One of our transactions is in a block. */
async function locateMined(search: Search, receipt: Receipt): Promise<Sighting> {
  const { node, address } = search;
  const transactionId = receipt.transactionHash;
  const block = blockReferenceOf(receipt);
  // Contracts log the roles and the supply that they are created with: proof without another question.
  const madeIt =
    receipt.status &&
    receipt.logs.some((log) => log.address.toLowerCase() === address.toLowerCase());
  if (madeIt) return included(search, { transactionId, block });

  const [code, head] = await node.ask(codeAt(address), blockAt('latest'));
  if (code !== '0x') {
    return receipt.status
      ? included(search, { transactionId, block })
      : locateCreated(search, head, { transactionId, block });
  }
  const settled = await settlementOf(node, search.finality, block);
  if (settled.kind === 'gone') return leftTheChain(block);
  return {
    kind: 'reverted',
    transactionId,
    block,
    reason: await explainFailure(search, receipt),
    final: settled.kind === 'final',
  };
}

/**
 * The contract exists, but none of our transactions made it.
 *
 * The address depends on salt, creation code and arguments alone, so it is exactly what was asked for: sent by an earlier
 * attempt of ours, or by a stranger who copied our bytes out of the pool.
 */
async function locateCreated(
  search: Search,
  head: Block | null,
  ours?: { readonly transactionId: string; readonly block: BlockReference },
): Promise<Sighting> {
  const { node, address } = search;
  // A transaction of ours may have been included between the two questions.
  const receipt = ours === undefined ? await findReceipt(search) : undefined;
  if (receipt?.status === true) {
    return included(search, {
      transactionId: receipt.transactionHash,
      block: blockReferenceOf(receipt),
    });
  }

  const newest = head?.number ?? 0n;
  const [logs] = await node.tryAsk(
    logsOf(address, newest > searchedBlocks ? newest - searchedBlocks : 0n),
  );
  const first = logs.ok ? logs.value[0] : undefined;
  const creator =
    first === undefined
      ? ours
      : { transactionId: first.transactionHash, block: blockReferenceOf(first) };
  if (creator === undefined) {
    return {
      kind: 'undecidable',
      message: `The contract exists at ${address}, but this node does not say which transaction made it`,
    };
  }
  return included(search, creator);
}

/** Neither a block nor the pool has any of our transactions. */
async function locateNowhere(search: Search, minedNonce: bigint): Promise<Sighting> {
  const { node, attempt, address, finality } = search;
  const { nonce, sender, variants } = attempt;
  if (nonce === null) throw new TypeError('Cannot locate an EVM attempt: it has no nonce');

  if (minedNonce < nonce) {
    return {
      kind: 'absent',
      message: `Head nonce ${minedNonce} of ${sender} is unmined, so nonce ${nonce} has to wait`,
    };
  }
  if (minedNonce === nonce) {
    const what =
      variants.length === 0 ? 'Nothing is signed' : 'The node does not hold the transaction';
    return { kind: 'absent', message: `${what}; head nonce ${nonce} of ${sender} is unmined` };
  }

  const settled = await findFinalBlock(node, finality);
  const usedBut = (why: string) =>
    `Nonce ${nonce} of ${sender} was used by another transaction, ${why}`;
  if (settled === null) return { kind: 'absent', message: usedBut('not yet finally') };
  // Both facts after one block: nothing that happens later can use the nonce again.
  const state = { blockHash: settled.hash };
  const [finalNonce, finalCode] = await node.tryAsk(
    minedNonceOf(sender, state),
    codeAt(address, state),
  );
  if (!finalNonce.ok || !finalCode.ok) {
    return {
      kind: 'undecidable',
      message: usedBut(`and this node does not serve the state after block ${settled.number}`),
    };
  }
  if (finalNonce.value <= nonce) return { kind: 'absent', message: usedBut('not yet finally') };
  // It may have been ours after all, included between the first look and this one.
  const receipt = await findReceipt(search);
  if (receipt !== undefined) return locateMined(search, receipt);
  if (finalCode.value !== '0x') {
    return { kind: 'absent', message: 'The contract appeared while the node was being asked' };
  }
  return {
    kind: 'impossible',
    proof:
      `After the final block ${settled.number} (${settled.hash}), ${sender} has used ${finalNonce.value} nonces, ` +
      `${nonce} among them, and there is no contract at ${address}`,
  };
}

async function included(
  { node, finality, address }: Search,
  { transactionId, block }: { readonly transactionId: string; readonly block: BlockReference },
): Promise<Sighting> {
  const settled = await settlementOf(node, finality, block);
  if (settled.kind === 'gone') return leftTheChain(block);
  return {
    kind: 'included',
    transactionId,
    block,
    assetId: null,
    contractAddress: address,
    final: settled.kind === 'final',
    finality: settled.kind === 'final' ? 'final' : settled.message,
  };
}

function leftTheChain({ number, hash }: BlockReference): Sighting {
  return { kind: 'absent', message: `Block ${number} (${hash}) left the chain` };
}

async function explainFailure({ node, issue, attempt }: Search, receipt: Receipt): Promise<string> {
  if (receipt.status)
    return 'the transaction went through but made no contract: the proxy is missing';
  const variant = attempt.variants.find(
    ({ transactionId }) => transactionId === receipt.transactionHash,
  );
  const { gas } = readSignedDetails(variant?.details ?? {});
  // The proxy keeps a 64th of the gas to itself when a creation uses up the rest.
  if (receipt.gasUsed >= gas - gas / 64n)
    return `ran out of gas: used ${receipt.gasUsed} of ${gas}`;
  const revert = await findCreationRevert(node, buildCreation(issue));
  return revert !== undefined && 'reason' in revert
    ? revert.reason
    : 'reverted without a reason, and would not revert now';
}

/** From the signed bytes' own details: a later release may build other bytes from the same request. */
function addressOf(issue: Issue, attempt: Attempt): Address {
  const [variant] = attempt.variants;
  return variant === undefined
    ? buildCreation(issue).address
    : readSignedDetails(variant.details).contractAddress;
}
