import type { Issue, Plan, Planned, Refusal } from '../../ports/chainAdapter.ts';
import { readBalance, type Balance } from './balance.ts';
import { buildGroup, type Group } from './build.ts';
import type { AlgorandContext } from './context.ts';
import { leaseOf } from './lease.ts';
import { noteOf } from './note.ts';
import { currentStepOf, describeStep, stepNamesOf, type Step } from './steps.ts';

/** A plan with the transactions it stands for. */
export interface AlgorandPlan extends Plan {
  readonly group: Group;
}

/** A step with the group that carries it out. */
export interface MeasuredStep {
  readonly step: Step;
  readonly group: Group;
}

/** Every step from the current one on, and whether the payer can pay for all of them. */
export interface Measured {
  readonly steps: readonly MeasuredStep[];
  readonly lacking: Extract<Refusal, { kind: 'funds' }> | null;
  readonly congested: boolean;
}

/** Measures what the current step needs against the chain as it is now. */
export async function plan(context: AlgorandContext, issue: Issue): Promise<Planned> {
  const { steps, lacking } = await measure(context, issue);
  if (lacking !== null) return { ok: false, refusal: lacking };
  const [current] = steps;
  if (current === undefined) throw new Error('Cannot plan: there is no step');
  const plan: AlgorandPlan = {
    predictedAddress: null,
    feesBaseUnits: current.group.fee,
    minimumBalanceBaseUnits: current.step.locks,
    payer: issue.sponsor ?? issue.issuer,
    chainNonce: null,
    group: current.group,
  };
  return { ok: true, plan };
}

/**
 * Measures the current step and all that follow.
 *
 * The payer must have enough for all of them before the first is signed, so that no application is left half made for
 * want of money that could be missed beforehand.
 */
export async function measure(context: AlgorandContext, issue: Issue): Promise<Measured> {
  const [params, issuer, sponsor, note] = await Promise.all([
    context.params(),
    readBalance(context, issue.issuer.address),
    issue.sponsor === null ? null : context.sponsorBalance(issue.sponsor.address),
    noteOf(context.signer, issue),
  ]);
  const issuerShortfall = issuer.minimum > issuer.amount ? issuer.minimum - issuer.amount : 0n;
  const names = stepNamesOf(issue);
  const first = names.indexOf(currentStepOf(issue));
  const steps = names.slice(first).map((name, index): MeasuredStep => {
    const step = describeStep(issue, name, { issuerShortfall });
    const laterStep = first + index === 0 ? null : name;
    const group = buildGroup({
      drafts: step.drafts,
      params,
      note,
      leaseOf: (further) => leaseOf(issue.deploymentId, { laterStep, further }),
    });
    return { step, group };
  });
  const needs = steps.reduce((sum, { step, group }) => sum + group.fee + step.spends, 0n);
  return {
    steps,
    lacking: await findLack(context, issue, { needs, balance: sponsor ?? issuer }),
    congested: params.feePerByte > 0n,
  };
}

async function findLack(
  context: AlgorandContext,
  { issuer, sponsor }: Issue,
  { needs, balance }: { readonly needs: bigint; readonly balance: Balance },
): Promise<Measured['lacking']> {
  const { address } = sponsor ?? issuer;
  const isShort = ({ amount, minimum }: Balance) => amount < needs + minimum;
  if (!isShort(balance)) return null;
  // A sponsor's balance may be a moment old, which is not good enough for a refusal.
  const now = sponsor === null ? balance : await readBalance(context, address);
  if (!isShort(now)) return null;
  return {
    kind: 'funds',
    payer: sponsor === null ? 'issuer' : 'sponsor',
    address,
    neededBaseUnits: needs + now.minimum,
    presentBaseUnits: now.amount,
  };
}
