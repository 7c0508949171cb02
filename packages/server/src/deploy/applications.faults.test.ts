/** Applications through the engine, on a node that loses answers and groups: each step never twice and never lost. */
import { expect, test } from 'vitest';
import {
  bond,
  copper,
  isResting,
  manyDocuments,
  silver,
  smoothRun,
  useApplicationChain,
} from './testing/applicationStage.ts';

const on = useApplicationChain();

test('a lost answer in every step makes one application, and one attempt of each step', async () => {
  const { h, applications, stepsAndOutcomes } = await on.setStage();
  on.chain.tamper(({ method }) => (method === 'POST' ? 'drop-answer' : undefined));
  const { id } = await h.accept('arc1400', { ...bond, documents: manyDocuments.slice(0, 1) });

  const done = await h.turnUntil(id, isResting);

  expect(done.state).toBe('Completed');
  expect(await stepsAndOutcomes(id)).toEqual([
    [1, 'included'],
    [2, 'included'],
    [3, 'included'],
  ]);
  expect(await applications()).toHaveLength(1);
});

test('a step that never gets through is signed anew after its window, the steps before it are not', async () => {
  const { h, applications, sequencesAndStates, stepsAndOutcomes } = await on.setStage();
  on.refuseGroupsFrom(2);
  const { id } = await h.accept('arc200-mintable', copper);
  await h.turn();
  const waiting = await h.get(id);
  expect(waiting.state).toBe('Pending');
  expect(waiting.assetId).not.toBeNull();
  expect(waiting.waiting?.message).toMatch(/^step 2 of 2 \(bootstrap\): not on chain at round/);

  await on.chain.passRounds(201);
  // Parameters of the network serve for a tenth of a second.
  await h.clock.advance(1_000);
  on.chain.tamper(() => undefined);
  const done = await h.turnUntil(id, isResting);

  expect(done).toMatchObject({ state: 'Completed', assetId: waiting.assetId, error: null });
  expect(await stepsAndOutcomes(id)).toEqual([
    [1, 'included'],
    [2, 'expired'],
    [2, 'included'],
  ]);
  expect(await applications()).toHaveLength(1);
  expect(await sequencesAndStates(id)).toEqual(smoothRun);
});

test('attempts are counted per step; after the last, a retry goes on where it stopped', async () => {
  const { h, applications, stepsAndOutcomes, retry } = await on.setStage();
  on.refuseGroupsFrom(2, { sayingThatWindowsPass: true });
  const { id } = await h.accept('arc200-preminted', silver);

  const failed = await h.turnUntil(id, isResting);

  expect(failed.error).toMatchObject({
    errorCode: 'BLOCKCHAIN_TRANSACTION_EXPIRED',
    retryable: true,
    errorMessage: `Cannot bring the transaction to the network: 5 attempts left their validity window; at step 2 of 2 (bootstrap), application ${failed.assetId} stays`,
  });
  expect(await stepsAndOutcomes(id)).toEqual([
    [1, 'included'],
    ...Array.from({ length: 5 }, () => [2, 'expired']),
  ]);
  on.chain.tamper(() => undefined);
  await retry(failed);
  const done = await h.turnUntil(id, isResting);
  expect(done).toMatchObject({ state: 'Completed', assetId: failed.assetId, error: null });
  expect(await applications()).toHaveLength(1);
});
