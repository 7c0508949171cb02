import {
  AppError,
  formatAmount,
  getNetwork,
  planWarningsOf,
  privilegedRolesOf,
  type PlanCost,
  type TokenParameters,
  type TokenPlan,
  type TokenType,
  type ValidateAnswer,
} from '@biatec-tokens/core';
import type { Deps } from '../deps.ts';
import type { ChainAdapter, Issue, Preview } from '../ports/chainAdapter.ts';
import type { Issuers } from './getIssuers.ts';
import type { IssuanceDraft } from './plannedIds.ts';
import { requireIssuable } from './requireIssuable.ts';

export type PlanIssuanceDeps = Pick<Deps, 'clock' | 'networks' | 'plannedIds' | 'store'>;

/** A plan, or why there is none now. */
export type PlanOutcome = Pick<ValidateAnswer, 'plan' | 'planUnavailable'>;

/** Whoever checks a draft waits no longer for the network. */
const waitMs = 8_000;

/** Says what issuing the draft right now would send and cost; nothing is stored, signed for sending or sent. */
export async function planIssuance(
  deps: PlanIssuanceDeps,
  draft: IssuanceDraft,
  issuers: Issuers,
): Promise<PlanOutcome> {
  const answered = new AbortController();
  const tooLate = new AppError({
    code: 'BLOCKCHAIN_UNREACHABLE',
    message: `Cannot plan on "${draft.networkId}": its nodes took longer than ${waitMs / 1_000} seconds`,
  });
  try {
    return await Promise.race([
      makePlan(deps, draft, issuers),
      deps.clock.sleep(waitMs, answered.signal).then(() => unavailable(tooLate)),
    ]);
  } catch (error) {
    if (error instanceof AppError) return unavailable(error);
    throw error;
  } finally {
    answered.abort();
  }
}

async function makePlan(
  deps: PlanIssuanceDeps,
  draft: IssuanceDraft,
  issuers: Issuers,
): Promise<PlanOutcome> {
  const adapter = await requireIssuable(deps, draft);
  const kept = deps.plannedIds.keep(draft);
  const issue: Issue = {
    deploymentId: kept.id,
    tokenType: draft.tokenType,
    parameters: draft.parameters,
    issuer: issuers[adapter.family],
    sponsor: (await deps.store.findSponsor(draft.networkId)) ?? null,
  };
  const previewed = await adapter.preview(issue);
  if (!previewed.ok)
    throw new AppError({
      code: 'BLOCKCHAIN_TRANSACTION_FAILED',
      message: `Cannot issue the token: the network would undo it: ${previewed.refusal.reason}`,
    });
  const { preview } = previewed;
  const plan: TokenPlan = {
    deploymentId: kept.id,
    deploymentIdUntil: kept.until.toISOString(),
    network: draft.networkId,
    payer: {
      role: issue.sponsor === null ? 'issuer' : 'sponsor',
      address: preview.payer.address,
    },
    payable: preview.lacking === null,
    steps: preview.steps.map(({ name, transactions }) => ({
      name,
      transactions: [...transactions],
    })),
    predictedAddress: preview.predictedAddress,
    cost: describeCost(adapter, preview),
    ...judge(issue, adapter, preview),
  };
  return { plan, planUnavailable: null };
}

function describeCost({ networkId }: ChainAdapter, preview: Preview): PlanCost {
  const { symbol, decimals } = getNetwork(networkId).native;
  const { feesBaseUnits, feesMaxBaseUnits, minimumBalanceBaseUnits } = preview;
  const totalBaseUnits = feesBaseUnits + minimumBalanceBaseUnits;
  const show = (amount: bigint) => formatAmount(amount, decimals);
  return {
    symbol,
    fees: show(feesBaseUnits),
    feesBaseUnits: `${feesBaseUnits}`,
    feesMax: show(feesMaxBaseUnits),
    feesMaxBaseUnits: `${feesMaxBaseUnits}`,
    minimumBalance: show(minimumBalanceBaseUnits),
    minimumBalanceBaseUnits: `${minimumBalanceBaseUnits}`,
    total: show(totalBaseUnits),
    totalBaseUnits: `${totalBaseUnits}`,
  };
}

function judge(
  { tokenType, parameters: stored, issuer }: Issue,
  { networkId }: ChainAdapter,
  { lacking, congested }: Preview,
): Pick<TokenPlan, 'privilegedRoles' | 'warnings'> {
  // The request was checked against its standard just now.
  const parameters = stored as unknown as TokenParameters[TokenType];
  const warnings: TokenPlan['warnings'] = planWarningsOf({
    tokenType,
    parameters,
    network: networkId,
    issuer: issuer.address,
    congested,
  }).map((warning) => ({ ...warning, details: null }));
  if (lacking !== null) {
    const { symbol, decimals } = getNetwork(networkId).native;
    const needed = formatAmount(lacking.neededBaseUnits, decimals);
    const present = formatAmount(lacking.presentBaseUnits, decimals);
    warnings.unshift({
      code: 'INSUFFICIENT_FUNDS',
      message: `The ${lacking.payer} ${lacking.address} holds ${present} ${symbol} and needs ${needed} ${symbol}`,
      details: { address: lacking.address, needed, present, symbol },
    });
  }
  return { privilegedRoles: privilegedRolesOf(tokenType, parameters, issuer.address), warnings };
}

function unavailable(error: AppError): PlanOutcome {
  return {
    plan: null,
    planUnavailable: { errorCode: error.code, errorMessage: error.message },
  };
}
