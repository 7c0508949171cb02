import { expect, test } from 'vitest';
import type { Issue } from '../ports/chainAdapter.ts';
import type { Attempt, Deployment } from '../ports/store/index.ts';
import { isLastStep, progressOf, stepLabelOf, stepNumberOf } from './steps.ts';
import { stepSentence } from './stepSentence.ts';

const issue = { deploymentId: 'dep_1', tokenType: 'arc1400', parameters: {} } as Issue;
const threeSteps = { stepsOf: () => ['create', 'bootstrap', 'documents-1'] };
const oneStep = { stepsOf: () => ['issue'] };

function progress(
  adapter: { stepsOf(): readonly string[] },
  latest: Pick<Attempt, 'step' | 'outcome'> | null,
  assetId: bigint | null = null,
) {
  const deployment = { assetId } as Deployment;
  return progressOf(adapter, issue, { deployment, attempt: latest as Attempt | null });
}

test.for([
  ['nothing was signed', null, 1],
  ['the first step is on its way', { step: 1, outcome: 'open' }, 1],
  ['an attempt of the first step expired', { step: 1, outcome: 'expired' }, 1],
  ['the first step is done', { step: 1, outcome: 'included' }, 2],
  ['an attempt of the second step expired', { step: 2, outcome: 'expired' }, 2],
  ['the last step is done', { step: 3, outcome: 'included' }, 3],
] as const)('when %s, the issuance is at step %3$i', ([, latest, step]) => {
  const found = progress(threeSteps, latest, 7n);

  expect(stepNumberOf(found)).toBe(step);
  expect(isLastStep(found)).toBe(step === 3);
  expect(found.issue.step.assetId).toBe(step === 1 ? null : 7n);
});

test('one step is the first and the last, before and after it is done', () => {
  for (const latest of [null, { step: 1, outcome: 'included' }] as const) {
    const found = progress(oneStep, latest);

    expect(found.issue.step.name).toBe('issue');
    expect(isLastStep(found)).toBe(true);
  }
});

test('only an issuance of several steps names the step', () => {
  expect(stepLabelOf(progress(oneStep, null))).toBeUndefined();
  expect(stepSentence(progress(oneStep, null), 'submit')).toBeUndefined();

  const second = progress(threeSteps, { step: 1, outcome: 'included' });
  expect(stepLabelOf(second)).toBe('step 2 of 3 (bootstrap)');
  expect(stepSentence(second, 'expire')).toBe(
    'Step 2 of 3 (bootstrap): the transaction left its validity window and can never be included',
  );
  expect(stepSentence(second, 'confirm')).toBe(
    'All 3 steps are in blocks: create, bootstrap, documents-1',
  );
  expect(stepSentence(second, 'complete')).toBeUndefined();
});
