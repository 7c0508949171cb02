import { makeApplicationCreateTxnFromObject, OnApplicationComplete } from 'algosdk';
import { applicationOf, type Application } from './applications.ts';
import {
  applicationAccountPrice,
  callDraft,
  payApplication,
  type ApplicationCall,
} from './applicationCall.ts';
import { payIssuer } from './assetSteps.ts';
import type { Draft } from './build.ts';
import type { Issue } from '../../ports/chainAdapter.ts';
import type { Step, StepContext, Steps } from './steps.ts';

// Rules of the network: what an application makes its creator keep, in µALGO.
const pageMinimumBalance = 100_000n;
const uintMinimumBalance = 28_500n;
const bytesMinimumBalance = 50_000n;

/**
 * An application: made in one step, funded and put into use in the next, since its account has no address before.
 *
 * Each step is one group: it happens as a whole or not at all.
 */
export const applicationSteps: Steps = {
  namesOf(issue) {
    const { documents } = applicationOf(issue);
    return ['create', 'bootstrap', ...documents.map((_, index) => documentsStep(index))];
  },
  describe(issue, name, context) {
    const application = applicationOf(issue);
    if (name === 'create') return createStep(issue, application, context);
    if (name === 'bootstrap') return callStep(issue, name, [application.bootstrap]);
    const calls = application.documents.find((_, index) => documentsStep(index) === name);
    if (calls === undefined) throw new Error(`Cannot issue: there is no step "${name}"`);
    return callStep(issue, name, calls);
  },
};

function documentsStep(index: number): string {
  return `documents-${index + 1}`;
}

/** [sponsor pays fees and what the issuer must keep, issuer creates], or the creation alone without a sponsor. */
function createStep(
  { issuer, sponsor }: Issue,
  { contract, createArguments }: Application,
  { issuerShortfall }: StepContext,
): Step {
  const { extraPages, globalSchema, localSchema } = contract;
  const locks =
    pageMinimumBalance * BigInt(1 + extraPages) +
    uintMinimumBalance * BigInt(globalSchema.ints) +
    bytesMinimumBalance * BigInt(globalSchema.bytes);
  const topUp = sponsor === null ? 0n : locks + issuerShortfall;
  const create: Draft = {
    signer: issuer,
    description: 'The issuer creates the application and freezes its parameters',
    build: (common) =>
      makeApplicationCreateTxnFromObject({
        sender: issuer.address,
        onComplete: OnApplicationComplete.NoOpOC,
        approvalProgram: Buffer.from(contract.approval, 'base64'),
        clearProgram: Buffer.from(contract.clear, 'base64'),
        numGlobalInts: globalSchema.ints,
        numGlobalByteSlices: globalSchema.bytes,
        numLocalInts: localSchema.ints,
        numLocalByteSlices: localSchema.bytes,
        extraPages,
        appArgs: [...createArguments],
        ...common,
      }),
  };
  return {
    name: 'create',
    drafts: sponsor === null ? [create] : [payIssuer(sponsor, issuer, topUp), create],
    spends: sponsor === null ? locks : topUp,
    locks: locks + issuerShortfall,
  };
}

/** Calls of the issuer, each with a payment for its boxes directly before it: the contracts count no other. */
function callStep(
  { issuer, sponsor, step }: Issue,
  name: string,
  calls: readonly ApplicationCall[],
): Step {
  const applicationId = step?.assetId ?? null;
  const payer = sponsor ?? issuer;
  const prices = calls.map(
    ({ price }) => price + (name === 'bootstrap' ? applicationAccountPrice : 0n),
  );
  const drafts = calls.flatMap((call, index) => [
    payApplication(payer, applicationId, {
      amount: prices[index] ?? 0n,
      description: `The ${sponsor === null ? 'issuer' : 'sponsor'} pays for what the application must keep`,
    }),
    callDraft(issuer, applicationId, call),
  ]);
  const locks = prices.reduce((sum, price) => sum + price, 0n);
  return { name, drafts, spends: locks, locks };
}
