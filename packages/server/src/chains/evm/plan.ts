import type { Issue, Plan, Planned, Refusal } from '../../ports/chainAdapter.ts';
import { buildCreation, type Creation } from './build.ts';
import { invalidAnswerOf } from '../errors.ts';
import { describeRevert, isRevert, type NodeError } from './errors.ts';
import { quoteFees, type Fees } from './fees.ts';
import type { KnownGas } from './knownGas.ts';
import { l1FeeOf, readL1Fee, withL1Margin } from './l1Fee.ts';
import type { Node } from './nodes.ts';
import {
  balanceOf,
  blockAt,
  codeAt,
  gasOf,
  minedNonceOf,
  resultOf,
  suggestedTip,
  type Call,
  type Question,
} from './questions.ts';
import type { Answer } from './rpc.ts';
import type { UnsignedCreation } from './sign.ts';
import type { Account } from '../../ports/store/accounts.ts';

/** What plans of one network have in common. */
export interface PlanContext {
  readonly chainId: number;
  readonly feeLimits: Fees;
  readonly knownGas: KnownGas;
}

/** A plan with the transaction it stands for. */
export interface EvmPlan extends Plan {
  readonly transaction: UnsignedCreation;
}

/** An issuance measured against the chain as it is now, whoever can pay for it. */
export interface MeasuredIssue {
  readonly creation: Creation;
  readonly transaction: UnsignedCreation;
  /** Gas as the node estimates it now; null where it was not asked, or refused. */
  readonly estimate: bigint | null;
  readonly feesMaxBaseUnits: bigint;
  readonly chainNonce: bigint;
  /** What the payer lacks; null: it can pay. */
  readonly lacking: Extract<Refusal, { kind: 'funds' }> | null;
}

type Trial =
  | { readonly kind: 'gas'; readonly gas: bigint }
  | { readonly kind: 'reverts'; readonly reason: string };

const defaultTip = 1_000_000_000n;

/** Who pays: the sponsor where there is one. */
export function payerOf(issue: Issue): Account {
  return issue.sponsor ?? issue.issuer;
}

/** Measures an issuance against the chain as it is now; the proxy must be there already. */
export async function planIssue(context: PlanContext, node: Node, issue: Issue): Promise<Planned> {
  const gasBefore = context.knownGas.find(node, issue);
  const measured = await measureIssue(
    context,
    node,
    issue,
    gasBefore === undefined ? {} : { gasBefore },
  );
  if ('kind' in measured) return { ok: false, refusal: measured };
  if (measured.estimate !== null) context.knownGas.remember(node, issue, measured.estimate);
  if (measured.lacking !== null) return { ok: false, refusal: measured.lacking };
  const plan: EvmPlan = {
    predictedAddress: measured.creation.address,
    feesBaseUnits: measured.feesMaxBaseUnits,
    minimumBalanceBaseUnits: 0n,
    payer: payerOf(issue),
    chainNonce: measured.chainNonce,
    transaction: measured.transaction,
  };
  return { ok: true, plan };
}

/** Tries the creation, or where its gas is known only carries it out, and asks for everything else in the same trip. */
export async function measureIssue(
  { chainId, feeLimits }: Omit<PlanContext, 'knownGas'>,
  node: Node,
  issue: Issue,
  { gasBefore, hasProxy = true }: { readonly gasBefore?: bigint; readonly hasProxy?: boolean } = {},
): Promise<MeasuredIssue | Extract<Refusal, { kind: 'reverts' }>> {
  const creation = buildCreation(issue);
  const payer = payerOf(issue);
  const call = hasProxy ? callOf(creation, payer) : directCallOf(creation);
  const [trial, tip, ...rest] = await node.tryAsk(
    // Either way the creation is carried out once, as it would be.
    gasBefore === undefined ? gasOf(call) : giving(gasBefore, resultOf(call)),
    suggestedTip,
    blockAt('latest'),
    balanceOf(payer.address),
    minedNonceOf(payer.address),
  );
  const head = need(node, rest[0]);
  const balance = need(node, rest[1]);
  const chainNonce = need(node, rest[2]);
  if (head === null) throw invalidAnswerOf(node.origin, 'it has no latest block');

  const measured: Trial = trial.ok
    ? { kind: 'gas', gas: trial.value }
    : await explainRefusal(node, { creation, error: trial.error });
  if (measured.kind === 'reverts') return measured;

  const transaction: UnsignedCreation = {
    chainId,
    to: creation.to,
    data: creation.data,
    gas: withMargin(measured.gas),
    ...quoteFees(head, tip.ok ? tip.value : defaultTip, feeLimits),
  };
  const feesMaxBaseUnits = await mostThatItCosts(node, transaction);
  const lacking =
    balance >= feesMaxBaseUnits
      ? null
      : ({
          kind: 'funds',
          payer: issue.sponsor === null ? 'issuer' : 'sponsor',
          address: payer.address,
          neededBaseUnits: feesMaxBaseUnits,
          presentBaseUnits: balance,
        } as const);
  const estimate = trial.ok && gasBefore === undefined ? trial.value : null;
  return { creation, transaction, estimate, feesMaxBaseUnits, chainNonce, lacking };
}

/** The creation as the payer calls for it. */
export function callOf({ to, data }: Creation, { address }: Account): Call {
  return { from: address as `0x${string}`, to, data };
}

/** The creation as the proxy carries it out: what it costs and says without the proxy. */
export function directCallOf({ to, initcode }: Creation): Call {
  return { from: to, data: initcode };
}

/** Why the creation reverts when tried without the proxy, which tells nothing. */
export async function findCreationRevert(
  node: Node,
  creation: Creation,
): Promise<{ readonly reason: string } | { readonly error: NodeError } | undefined> {
  const [tried] = await node.tryAsk(resultOf(directCallOf(creation)));
  if (tried.ok) return undefined;
  return isRevert(tried.error)
    ? { reason: describeRevert(creation.abi, tried.error.data) }
    : { error: tried.error };
}

async function explainRefusal(
  node: Node,
  refused: { readonly creation: Creation; readonly error: NodeError },
): Promise<Trial> {
  const { creation, error } = refused;
  const [code] = await node.ask(codeAt(creation.address));
  if (code !== '0x') {
    // Created already, by an attempt that was lost sight of or by a stranger with the same bytes: whoever looks for
    // the token will find it. What the transaction would have cost is what it costs without the proxy.
    const [gas] = await node.ask(gasOf(directCallOf(creation)));
    return { kind: 'gas', gas };
  }
  const revert = await findCreationRevert(node, creation);
  if (revert !== undefined && 'reason' in revert) {
    return { kind: 'reverts', reason: revert.reason };
  }
  const words = (revert?.error ?? error).message;
  throw invalidAnswerOf(node.origin, `it refuses to estimate gas with "${words}"`);
}

async function mostThatItCosts(node: Node, transaction: UnsignedCreation): Promise<bigint> {
  const gasCost = transaction.gas * transaction.maxFeePerGas;
  const question = l1FeeOf(transaction);
  if (question === undefined) return gasCost;
  const [l1Fee] = await node.ask(question);
  return gasCost + withL1Margin(readL1Fee(l1Fee));
}

/** A question whose answer matters only in that there is one. */
function giving<T>(value: T, question: Question<unknown>): Question<T> {
  return { ...question, result: question.result.transform(() => value) };
}

/** A fifth more: rollups put another chain's price into the estimate, and what is not used is not paid. */
function withMargin(gas: bigint): bigint {
  return (gas * 6n) / 5n;
}

function need<T>(node: Node, answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  throw invalidAnswerOf(node.origin, `it says "${answer.error.message}"`);
}
