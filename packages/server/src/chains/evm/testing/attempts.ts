import type { TokenType } from '@biatec-tokens/core';
import type { Issue, Plan, SignedIssue } from '../../../ports/chainAdapter.ts';
import type { Account } from '../../../ports/store/accounts.ts';
import type { Attempt } from '../../../ports/store/deployments.ts';
import type { EvmAdapter } from '../adapter.ts';
import type { EvmPlan } from '../plan.ts';
import { tokenParameters, type EvmChain } from './startEvmChain.ts';

/** One issuance as the engine would have it, signed and not sent. */
export interface PreparedIssue {
  readonly issue: Issue;
  readonly plan: EvmPlan;
  readonly signed: SignedIssue;
  readonly attempt: Attempt;
}

export interface IssueFacts {
  readonly tokenType?: TokenType;
  readonly sponsor?: Account | null;
  readonly issuer?: Account;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

const oneEther = 10n ** 18n;
let issues = 0;

/** An issuance of its own, with a sponsor of its own so that tests do not share nonces. */
export async function issueOn(chain: EvmChain, facts: IssueFacts = {}): Promise<Issue> {
  const { tokenType = 'erc20-mintable' } = facts;
  const issuer = facts.issuer ?? (await chain.account());
  issues += 1;
  return {
    deploymentId: `dep_test${Date.now()}x${issues}`,
    tokenType,
    parameters: { ...tokenParameters(tokenType, issuer.address), ...facts.parameters },
    issuer,
    sponsor: facts.sponsor === undefined ? await chain.account(oneEther) : facts.sponsor,
  };
}

/** Plans and signs for the nonce given, or else the next one. */
export async function prepareIssue(
  adapter: EvmAdapter,
  issue: Issue,
  nonceOf: (plan: Plan) => bigint | null = ({ chainNonce }) => chainNonce,
): Promise<PreparedIssue> {
  const planned = await adapter.plan(issue);
  if (!planned.ok) throw new Error(`Expected a plan, was refused: ${planned.refusal.kind}`);
  const plan = planned.plan as EvmPlan;
  const nonce = nonceOf(plan);
  const signed = await adapter.sign(adapter.prepare(issue, plan, nonce), 1);
  return { issue, plan, signed, attempt: attemptWith({ issue, plan, nonce, signed: [signed] }) };
}

/** An attempt as the store would return it. */
export function attemptWith({
  issue,
  plan,
  nonce,
  signed,
}: {
  readonly issue: Issue;
  readonly plan: Plan;
  readonly nonce: bigint | null;
  readonly signed: readonly SignedIssue[];
}): Attempt {
  const now = new Date();
  return {
    deploymentId: issue.deploymentId,
    number: 1,
    step: 1,
    networkId: 'evm-localnet',
    sender: plan.payer.address,
    nonce,
    firstValid: null,
    lastValid: null,
    variants: signed.map(({ transactionId, bytes, details }) => ({
      transactionId,
      bytes,
      details,
      signedAt: now,
    })),
    broadcasts: signed.length,
    lastBroadcastAt: now,
    lastAnswer: null,
    outcome: 'open',
    createdAt: now,
  };
}

/** Broadcasts and waits for the block. */
export async function broadcastAndMine(
  chain: EvmChain,
  adapter: EvmAdapter,
  { bytes, transactionId }: SignedIssue,
): Promise<void> {
  await adapter.broadcast(bytes);
  await chain.untilMined(transactionId);
}

/** Raises the fees and signs, where they can be raised. */
export async function raiseAndSign(
  adapter: EvmAdapter,
  issue: Issue,
  attempt: Attempt,
): Promise<SignedIssue | undefined> {
  const unsigned = await adapter.raiseFees(issue, attempt);
  return unsigned && adapter.sign(unsigned, attempt.number);
}
