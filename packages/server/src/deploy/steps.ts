import type { ChainAdapter, Issue, IssueStep } from '../ports/chainAdapter.ts';
import type { Attempt, Deployment } from '../ports/store/index.ts';

/** An issuance that knows at which of its steps it is. */
export type IssueAtStep = Issue & { readonly step: IssueStep };

/** Where an issuance stands among its steps. */
export interface Progress {
  readonly issue: IssueAtStep;
  readonly steps: readonly string[];
}

/**
 * Finds the step an issuance is at, from the latest attempt and what the first step made.
 *
 * A step is done when an attempt of it was included for good; nothing else moves an issuance on.
 */
export function progressOf(
  adapter: Pick<ChainAdapter, 'stepsOf'>,
  issue: Issue,
  { deployment, attempt }: { readonly deployment: Deployment; readonly attempt: Attempt | null },
): Progress {
  const steps = adapter.stepsOf(issue);
  const last = steps.length;
  const isDone = attempt?.outcome === 'included';
  const number = Math.min((attempt?.step ?? 1) + (isDone ? 1 : 0), last);
  return { issue: atStep(issue, steps, { number, assetId: deployment.assetId }), steps };
}

/** The issuance at the step of this number, which leans on what an earlier one made. */
export function atStep(
  issue: Issue,
  steps: readonly string[],
  { number, assetId }: { readonly number: number; readonly assetId: bigint | null },
): IssueAtStep {
  const name = steps[number - 1];
  if (name === undefined) throw new Error(`Cannot issue: there is no step ${number}`);
  return { ...issue, step: { name, assetId: number === 1 ? null : assetId } };
}

/** Number of the step an issuance is at, from 1. */
export function stepNumberOf({ issue, steps }: Progress): number {
  return steps.indexOf(issue.step.name) + 1;
}

/** Whether this is the step that makes the token. */
export function isFirstStep(progress: Progress): boolean {
  return stepNumberOf(progress) === 1;
}

/** Whether no step follows. */
export function isLastStep(progress: Progress): boolean {
  return stepNumberOf(progress) === progress.steps.length;
}

/** Names the step as people read it, `step 2 of 3 (bootstrap)`; undefined where there is only one. */
export function stepLabelOf(progress: Progress): string | undefined {
  const { issue, steps } = progress;
  return steps.length === 1
    ? undefined
    : `step ${stepNumberOf(progress)} of ${steps.length} (${issue.step.name})`;
}
