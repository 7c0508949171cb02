import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EvmAdapter } from './adapter.ts';
import { readSignedDetails } from './sign.ts';
import { attemptWith, issueOn, prepareIssue, raiseAndSign } from './testing/attempts.ts';
import { startEvmChain, type EvmChain } from './testing/startEvmChain.ts';

let chain: EvmChain;
let adapter: EvmAdapter;

beforeAll(async () => {
  chain = await startEvmChain({ own: true });
  adapter = chain.adapter();
  await chain.request('evm_setAutomine', false);
});
afterAll(async () => {
  await chain[Symbol.asyncDispose]();
});

const feesOf = (details: Readonly<Record<string, unknown>>) => {
  const { maxFeePerGas, maxPriorityFeePerGas } = readSignedDetails(details);
  return [maxFeePerGas, maxPriorityFeePerGas] as const;
};

/** An account with coin, without waiting for a block. */
async function rich() {
  const account = await chain.account();
  await chain.request('anvil_setBalance', account.address, '0x8ac7230489e80000');
  return account;
}

test('a stuck transaction is replaced at its nonce for an eighth more, and whichever mines is found', async () => {
  const { issue, plan, attempt, signed } = await prepareIssue(
    adapter,
    await issueOn(chain, { sponsor: await rich() }),
  );
  await adapter.broadcast(signed.bytes);

  const raised = await raiseAndSign(adapter, issue, attempt);

  if (raised === undefined) throw new Error('Expected the fees to be raised');
  const [maxFee, tip] = feesOf(signed.details);
  const [maxFeeAfter, tipAfter] = feesOf(raised.details);
  expect(maxFeeAfter * 1_000n).toBeGreaterThanOrEqual(maxFee * 1_125n);
  expect(tipAfter * 1_000n).toBeGreaterThanOrEqual(tip * 1_125n);
  expect(raised.details).toMatchObject({
    nonce: signed.details['nonce'],
    gas: signed.details['gas'],
    to: signed.details['to'],
    contractAddress: plan.predictedAddress,
  });

  // The pool takes the replacement for the first one.
  expect(await adapter.broadcast(raised.bytes)).toMatchObject({ kind: 'taken' });
  const both = attemptWith({ issue, plan, nonce: 0n, signed: [signed, raised] });
  expect(await adapter.locate(issue, both)).toMatchObject({
    kind: 'pool',
    transactionId: raised.transactionId,
  });
  await chain.request('evm_mine');
  expect(await adapter.locate(issue, both)).toMatchObject({
    kind: 'included',
    transactionId: raised.transactionId,
  });
  // Mined: there is nothing left to raise.
  expect(await adapter.raiseFees(issue, both)).toBeUndefined();
});

test('the first one mines although a second was signed: it is found by its own id', async () => {
  const { issue, plan, attempt, signed } = await prepareIssue(
    adapter,
    await issueOn(chain, { sponsor: await rich() }),
  );
  await adapter.broadcast(signed.bytes);
  const raised = await raiseAndSign(adapter, issue, attempt);
  if (raised === undefined) throw new Error('Expected the fees to be raised');
  const both = attemptWith({ issue, plan, nonce: 0n, signed: [signed, raised] });

  await chain.request('evm_mine');

  expect(await adapter.broadcast(raised.bytes)).toMatchObject({ kind: 'refused' });
  expect(await adapter.locate(issue, both)).toMatchObject({
    kind: 'included',
    transactionId: signed.transactionId,
  });
});

test('after the base fee outgrew the offer, the raise is at least the price of now', async () => {
  const { issue, attempt, signed } = await prepareIssue(
    adapter,
    await issueOn(chain, { sponsor: await rich() }),
  );
  await adapter.broadcast(signed.bytes);
  const [maxFee] = feesOf(signed.details);
  await chain.request('anvil_setNextBlockBaseFeePerGas', `0x${(maxFee * 3n).toString(16)}`);
  await chain.request('evm_mine');
  // Some nodes keep it in the pool, this one drops it: either way its nonce is still free.
  expect((await adapter.locate(issue, attempt)).kind).toMatch(/^(pool|absent)$/);

  const raised = await raiseAndSign(adapter, issue, attempt);

  if (raised === undefined) throw new Error('Expected the fees to be raised');
  expect(feesOf(raised.details)[0]).toBeGreaterThan(maxFee * 3n);
  await adapter.broadcast(raised.bytes);
  await chain.request('evm_mine');
  const mined = attemptWith({
    issue,
    plan: (await prepareIssue(adapter, issue)).plan,
    nonce: 0n,
    signed: [signed, raised],
  });
  expect(await adapter.locate(issue, mined)).toMatchObject({ transactionId: raised.transactionId });
});

test('raising ends at twice the price of now: it is not money that is missing then', async () => {
  const { issue, plan, signed } = await prepareIssue(
    adapter,
    await issueOn(chain, { sponsor: await rich() }),
  );
  const variants = [signed];
  for (let raises = 0; raises < 20; raises += 1) {
    const attempt = attemptWith({ issue, plan, nonce: 0n, signed: variants });
    const raised = await raiseAndSign(adapter, issue, attempt);
    if (raised === undefined) break;
    variants.push(raised);
  }

  expect(variants.length).toBeGreaterThan(4);
  expect(variants.length).toBeLessThan(12);
});

test('behind an unmined nonce, over the limit, without funds or for another payer nothing is raised', async () => {
  const sponsor = await rich();
  const issue = await issueOn(chain, { sponsor });
  const behind = await prepareIssue(adapter, issue, () => 1n);
  expect(await adapter.raiseFees(issue, behind.attempt)).toBeUndefined();

  const { attempt, signed } = await prepareIssue(adapter, issue);
  const [maxFeePerGas, maxPriorityFeePerGas] = feesOf(signed.details);
  const limited = chain.adapter({ feeLimits: { maxFeePerGas, maxPriorityFeePerGas } });
  expect(await limited.raiseFees(issue, attempt)).toBeUndefined();

  expect(await adapter.raiseFees({ ...issue, sponsor: await rich() }, attempt)).toBeUndefined();

  await chain.request('anvil_setBalance', sponsor.address, '0x1');
  expect(await adapter.raiseFees(issue, attempt)).toBeUndefined();
});
