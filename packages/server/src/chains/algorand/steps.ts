import type { TokenType } from '@biatec-tokens/core';
import type { Issue } from '../../ports/chainAdapter.ts';
import { applicationSteps } from './applicationSteps.ts';
import { assetSteps } from './assetSteps.ts';
import type { Draft } from './build.ts';

/** One step of an issuance: what it sends, and what it locks. */
export interface Step {
  readonly name: string;
  /** Its transactions in order; the issuer's that the step is about is the last. */
  readonly drafts: readonly Draft[];
  /** What the payer spends besides fees, in µALGO. */
  readonly spends: bigint;
  /** What stays locked for the token, in µALGO: in the issuer's account and in the application's own. */
  readonly locks: bigint;
}

export interface StepContext {
  /** What the issuer lacks of its own minimum balance, in µALGO. */
  readonly issuerShortfall: bigint;
}

/** The steps of one kind of token. */
export interface Steps {
  namesOf(issue: Issue): readonly string[];
  /** The step of this name; drafts that go to an application use the issue's, or leave it open. */
  describe(issue: Issue, name: string, context: StepContext): Step;
}

const stepsByType: Partial<Record<TokenType, Steps>> = {
  'asa-ft': assetSteps,
  'asa-nft': assetSteps,
  'asa-fnft': assetSteps,
  'arc3-ft': assetSteps,
  'arc3-nft': assetSteps,
  'arc3-fnft': assetSteps,
  'arc200-mintable': applicationSteps,
  'arc200-preminted': applicationSteps,
  arc1400: applicationSteps,
};

/** Standards that this adapter issues. */
export const issuableTypes = Object.keys(stepsByType) as TokenType[];

/** Whether a token of this type is an application rather than an asset. */
export function isApplication(tokenType: TokenType): boolean {
  return stepsByType[tokenType] === applicationSteps;
}

export function stepNamesOf(issue: Issue): readonly string[] {
  return kindOf(issue.tokenType).namesOf(issue);
}

export function describeStep(issue: Issue, name: string, context: StepContext): Step {
  return kindOf(issue.tokenType).describe(issue, name, context);
}

/** The step an issue is at: the first, unless it says another. */
export function currentStepOf(issue: Issue): string {
  const first = issue.step?.name ?? stepNamesOf(issue)[0];
  if (first === undefined) throw new Error('Cannot issue: the standard has no step');
  return first;
}

function kindOf(tokenType: TokenType): Steps {
  const steps = stepsByType[tokenType];
  if (steps === undefined) throw new Error(`Cannot issue "${tokenType}" on an Algorand network`);
  return steps;
}
