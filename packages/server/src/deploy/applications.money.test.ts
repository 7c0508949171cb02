/** Who pays for an application: all steps or none are begun, and money that runs short between two costs only time. */
import { expect, test } from 'vitest';
import {
  bond,
  isResting,
  manyDocuments,
  network,
  silver,
  useApplicationChain,
} from './testing/applicationStage.ts';

const on = useApplicationChain();

test('a sponsor that can pay the first step but not all of them is waited for before anything is signed', async () => {
  const { h, sponsor, preview } = await on.setStage({ sponsorFunds: 100_000n });
  const deployment = await h.accept('arc1400', { ...bond, documents: manyDocuments.slice(0, 3) });
  const { id } = deployment;
  const { feesBaseUnits, minimumBalanceBaseUnits, lacking } = await preview(deployment);
  const cost = feesBaseUnits + minimumBalanceBaseUnits;
  expect(lacking).toMatchObject({ neededBaseUnits: cost + 100_000n, presentBaseUnits: 100_000n });

  await on.chain.fund(sponsor, cost - 1n);
  await h.turn();
  const waiting = await h.get(id);
  expect(waiting).toMatchObject({ state: 'Queued', waiting: { kind: 'sponsor-funds' } });
  expect(waiting.waiting?.message).toBe(
    `step 1 of 3 (create): the sponsor ${sponsor} is short by 0.000001 ALGO`,
  );
  expect(await h.store.listAttempts(id)).toEqual([]);

  await on.chain.fund(sponsor, 1n);
  expect(await h.turnUntil(id, isResting)).toMatchObject({ state: 'Completed' });
  expect(await on.balanceOf(sponsor)).toMatchObject({ amount: 100_000n });
});

test('an issuer without a sponsor is told the cost of all steps; with exactly that it issues', async () => {
  const { h, preview, retry } = await on.setStage({ sponsorFunds: null });
  const deployment = await h.accept('arc1400', { ...bond, documents: manyDocuments.slice(0, 9) });
  const { lacking } = await preview(deployment);
  await h.turn();
  const failed = await h.get(deployment.id);
  expect(failed).toMatchObject({
    state: 'Failed',
    error: { errorCode: 'INSUFFICIENT_FUNDS', retryable: true },
  });
  expect(await h.store.listAttempts(deployment.id)).toEqual([]);

  await on.chain.fund(h.issuer.avm.address, lacking?.neededBaseUnits ?? 0n);
  await retry(failed);

  expect(await h.turnUntil(deployment.id, isResting)).toMatchObject({ state: 'Completed' });
  const { amount, minimum } = await on.balanceOf(h.issuer.avm.address);
  expect(amount).toBe(minimum);
});

test('a sponsor that falls short between two steps is waited for, and the next step goes on', async () => {
  const { h, applications, stepsAndOutcomes } = await on.setStage();
  on.bendAccountsAfterFirstGroup();
  const { id } = await h.accept('arc200-preminted', silver);
  await h.turn();
  expect(await h.get(id)).toMatchObject({ state: 'Pending', waiting: { kind: 'node' } });
  const poor = await on.chain.account(100_000n);
  await h.setSponsor(network, poor.mnemonic);
  on.chain.tamper(() => undefined);

  const short = await h.turnUntil(id, ({ waiting }) => waiting?.kind === 'sponsor-funds');
  expect(short.waiting?.message).toMatch(/^step 2 of 2 \(bootstrap\): the sponsor .* is short by/);
  await on.chain.fund(poor.address, 1_000_000n);

  expect(await h.turnUntil(id, isResting)).toMatchObject({ state: 'Completed' });
  expect(await stepsAndOutcomes(id)).toEqual([
    [1, 'included'],
    [2, 'included'],
  ]);
  expect(await applications()).toHaveLength(1);
});

test('an issuer that falls short between two steps fails with what stays; a retry makes no second application', async () => {
  const { h, applications, sequencesAndStates, retry } = await on.setStage({ sponsorFunds: null });
  await on.chain.fund(h.issuer.avm.address, 10_000_000n);
  on.bendAccountsAfterFirstGroup((answer) => answer.replace(/"amount":\s*\d+/, '"amount":100000'));
  const { id } = await h.accept('arc200-preminted', silver);

  const failed = await h.turnUntil(id, isResting);

  expect(failed).toMatchObject({ state: 'Failed', error: { errorCode: 'INSUFFICIENT_FUNDS' } });
  expect(failed.error?.errorMessage).toContain(
    `; at step 2 of 2 (bootstrap), application ${failed.assetId} stays`,
  );
  expect((await h.historyOf(id)).at(-1)?.message).toBe(
    'Step 2 of 2 (bootstrap): no transaction could be brought to the network, and none can appear any more',
  );
  on.chain.tamper(() => undefined);
  await retry(failed);
  expect(await h.turnUntil(id, isResting)).toMatchObject({
    state: 'Completed',
    assetId: failed.assetId,
    transactionId: failed.transactionId,
  });
  expect(await applications()).toHaveLength(1);
  expect(await sequencesAndStates(id)).toEqual([
    [1, 'Queued'],
    [2, 'Submitted'],
    [3, 'Pending'],
    [4, 'Failed'],
    [5, 'Queued'],
    [6, 'Submitted'],
    [7, 'Pending'],
    [8, 'Confirmed'],
    [9, 'Indexed'],
    [10, 'Completed'],
  ]);
});
