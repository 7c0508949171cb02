import { transitions, type DeploymentEvent } from '@biatec-tokens/core';
import { stepLabelOf, type Progress } from './steps.ts';

/**
 * The sentence of the history for an event of an issuance that takes several steps, so that the history never says of
 * the whole what is true of one step.
 *
 * @returns undefined where the sentence of the transition table is the truth already.
 */
export function stepSentence(progress: Progress, event: DeploymentEvent): string | undefined {
  const label = stepLabelOf(progress);
  if (label === undefined) return undefined;
  if (event === 'confirm')
    return `All ${progress.steps.length} steps are in blocks: ${progress.steps.join(', ')}`;
  const sentence = ofOneStep[event];
  if (sentence === undefined) return undefined;
  return `${label.charAt(0).toUpperCase()}${label.slice(1)}: ${sentence}`;
}

const sentenceOf = (event: DeploymentEvent) => {
  const { message } = transitions.find((row) => row.event === event) ?? { message: '' };
  return `${message.charAt(0).toLowerCase()}${message.slice(1)}`;
};

/** Events that happen to one step at a time. */
const ofOneStep: Partial<Record<DeploymentEvent, string>> = {
  submit: sentenceOf('submit'),
  seeInPool: sentenceOf('seeInPool'),
  refuse: 'the network would refuse it; nothing of this step was sent',
  failSubmission: sentenceOf('failSubmission'),
  revert: sentenceOf('revert'),
  expire: sentenceOf('expire'),
};
