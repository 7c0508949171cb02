import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deploymentStates, isTerminal, reasonCodes, transitions } from './states.ts';
import { findTransition, transition } from './transition.ts';

/** The edges as the specification writes them, kept apart from the table on purpose. */
const specified = new Set([
  'Queued>Submitted',
  'Queued>Failed',
  'Queued>Cancelled',
  'Submitted>Pending',
  'Submitted>Failed',
  'Pending>Confirmed',
  'Pending>Failed',
  'Confirmed>Indexed',
  'Confirmed>Failed',
  'Confirmed>Pending',
  'Indexed>Completed',
  'Indexed>Failed',
  'Failed>Queued',
]);

describe('the state machine', () => {
  test('has exactly the edges of the specification', () => {
    const edges = new Set<string>();
    for (const row of transitions) for (const from of row.from) edges.add(`${from}>${row.to}`);

    expect(edges).toEqual(specified);
  });

  test('uses every reason code, the opening one apart', () => {
    const used = transitions.map((row) => row.reason);

    expect(new Set([...used, 'DEPLOYMENT_QUEUED'])).toEqual(new Set(reasonCodes));
  });

  test('leads nowhere from a terminal state', () => {
    for (const state of deploymentStates.filter(isTerminal))
      for (const row of transitions) expect(findTransition(state, row.event)).toBeUndefined();
  });

  test('reaches Completed only through every stage, whatever the order of events', () => {
    const events = fc.array(fc.constantFrom(...transitions.map((row) => row.event)), {
      maxLength: 60,
    });

    fc.assert(
      fc.property(events, (sequence) => {
        let state: (typeof deploymentStates)[number] = 'Queued';
        const seen = new Set<string>([state]);
        for (const event of sequence) {
          state = findTransition(state, event)?.to ?? state;
          seen.add(state);
        }
        if (state === 'Completed')
          for (const stage of ['Submitted', 'Pending', 'Confirmed', 'Indexed'])
            expect(seen).toContain(stage);
      }),
    );
  });

  test('names the deployment, the event and the state in a refusal', () => {
    expect(() => transition('dep_1', 'Completed', 'cancel')).toThrow(
      'Cannot apply "cancel" to deployment "dep_1": state is "Completed"',
    );
  });
});
