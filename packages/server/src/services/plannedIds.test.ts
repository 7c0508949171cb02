import { expect, test } from 'vitest';
import { createIds } from '../runtime/createIds.ts';
import { createManualClock } from '../testing/manualClock.ts';
import { createPlannedIds, type IssuanceDraft } from './plannedIds.ts';

function setUp() {
  const clock = createManualClock();
  return { clock, planned: createPlannedIds({ clock, ids: createIds({ clock }) }) };
}

const draft: IssuanceDraft = {
  organizationId: 'org_1',
  tokenType: 'asa-ft',
  networkId: 'algorand-localnet',
  reference: null,
  parameters: { name: 'Gold', decimals: 2 },
};

test('an issuance right after a plan gets its id, and the one after that another', () => {
  const { planned } = setUp();
  const { id } = planned.keep(draft);

  expect(planned.take({ ...draft, parameters: { decimals: 2, name: 'Gold' } })).toBe(id);
  expect(planned.take(draft)).toBeUndefined();
});

test('plans of the same draft show the same id until it is taken', () => {
  const { planned } = setUp();
  const { id } = planned.keep(draft);

  expect(planned.keep(draft).id).toBe(id);
  planned.take(draft);
  expect(planned.keep(draft).id).not.toBe(id);
});

test.each<[string, Partial<IssuanceDraft>]>([
  ['of another organization', { organizationId: 'org_2' }],
  ['of another standard', { tokenType: 'asa-nft' }],
  ['on another network', { networkId: 'voi-testnet' }],
  ['with another reference', { reference: 'order-7' }],
  ['with another parameter', { parameters: { name: 'Gold', decimals: 3 } }],
])('a draft %s gets nothing from the plan', (_, other) => {
  const { planned } = setUp();
  planned.keep(draft);

  expect(planned.take({ ...draft, ...other })).toBeUndefined();
});

test('an id is kept ten minutes, as promised, and not longer', async () => {
  const { planned, clock } = setUp();
  const { id, until } = planned.keep(draft);

  await clock.advance(until.getTime() - clock.now().getTime() - 1);
  expect(planned.take(draft)).toBe(id);
  planned.giveBack(draft, id);
  await clock.advance(10 * 60_000);
  expect(planned.take(draft)).toBeUndefined();
});

test('an id given back goes to the next issuance, unless a new plan was made meanwhile', () => {
  const { planned } = setUp();
  const { id } = planned.keep(draft);
  planned.take(draft);
  planned.giveBack(draft, id);
  expect(planned.take(draft)).toBe(id);

  const { id: newer } = planned.keep(draft);
  planned.giveBack(draft, id);
  expect(planned.take(draft)).toBe(newer);
});

test('plans that nobody follows do not pile up: the oldest are forgotten first', () => {
  const { planned } = setUp();
  for (let at = 0; at <= 10_000; at += 1) planned.keep({ ...draft, reference: `${at}` });

  expect(planned.take({ ...draft, reference: '0' })).toBeUndefined();
  expect(planned.take({ ...draft, reference: '1' })).toBeDefined();
});
