import { afterAll, beforeAll, expect, test } from 'vitest';
import { deterministicDeploymentProxy as proxy } from '@biatec-tokens/contracts';
import type { EvmAdapter } from './adapter.ts';
import type { EvmPlan } from './plan.ts';
import { broadcastAndMine, issueOn, prepareIssue } from './testing/attempts.ts';
import { startEvmChain, type EvmChain } from './testing/startEvmChain.ts';
import { startTamperedNode } from './testing/tamperedNode.ts';

let chain: EvmChain;
let adapter: EvmAdapter;

beforeAll(async () => {
  chain = await startEvmChain({ own: true });
  adapter = chain.adapter();
});
afterAll(async () => {
  await chain[Symbol.asyncDispose]();
});

test('the plan holds the very transaction that is signed, and what it costs at most', async () => {
  const issue = await issueOn(chain);

  const { plan, signed } = await prepareIssue(adapter, issue);

  const { gas, maxFeePerGas, maxPriorityFeePerGas, ...rest } = plan.transaction;
  expect(rest).toMatchObject({ chainId: 31_337, to: proxy.address });
  expect(signed.details).toMatchObject({
    gas: `${gas}`,
    maxFeePerGas: `${maxFeePerGas}`,
    maxPriorityFeePerGas: `${maxPriorityFeePerGas}`,
  });
  expect(plan.feesBaseUnits).toBe(gasCostOf(plan));
  expect(plan).toMatchObject({ payer: issue.sponsor, chainNonce: 0n, minimumBalanceBaseUnits: 0n });
});

test('the same plan and nonce give the same bytes', async () => {
  const issue = await issueOn(chain);
  const { plan, signed } = await prepareIssue(adapter, issue);

  const signWith = (nonce: bigint) => adapter.sign(adapter.prepare(issue, plan, nonce), 1);
  expect(await signWith(0n)).toEqual(signed);
  expect((await signWith(1n)).transactionId).not.toBe(signed.transactionId);
});

test('gas remembered from a token of the same shape is enough for the next', async () => {
  const parameters = { name: 'A name', symbol: 'AAA' };
  const first = await prepareIssue(adapter, await issueOn(chain, { parameters }));
  const second = await prepareIssue(
    adapter,
    await issueOn(chain, { parameters: { name: 'Z nàm', symbol: 'ZZZ' } }),
  );
  const { issue, plan, signed, attempt } = second;
  expect(plan.transaction.gas).toBe(first.plan.transaction.gas);

  await broadcastAndMine(chain, adapter, signed);

  expect(await adapter.locate(issue, attempt)).toMatchObject({ kind: 'included' });
});

test('what the contract would undo is refused before anything is signed, with its own words', async () => {
  const issue = await issueOn(chain, { parameters: { cap: '1', capBaseUnits: '1000000' } });

  expect(await adapter.plan(issue)).toEqual({
    ok: false,
    refusal: { kind: 'reverts', reason: 'ERC20ExceededCap(12500000, 1000000)' },
  });
});

test.each([
  ['a supply of nothing', { totalSupply: '0', totalSupplyBaseUnits: '0' }, 'InvalidTotalSupply(0)'],
  ['too many decimals', { decimals: 19 }, 'InvalidDecimals(19, 18)'],
  [
    'a receiver of zero',
    { initialReceiver: `0x${'0'.repeat(40)}` },
    'ERC20InvalidReceiver(0x0000000000000000000000000000000000000000)',
  ],
])('%s is refused with the decoded error', async (_, parameters, reason) => {
  const issue = await issueOn(chain, { tokenType: 'erc20-preminted', parameters });

  expect(await adapter.plan(issue)).toEqual({ ok: false, refusal: { kind: 'reverts', reason } });
});

test('a revert is also found when gas of the shape is known', async () => {
  await prepareIssue(adapter, await issueOn(chain));
  const issue = await issueOn(chain, { parameters: { cap: '1', capBaseUnits: '1000000' } });

  expect(await adapter.plan(issue)).toMatchObject({ ok: false, refusal: { kind: 'reverts' } });
});

test('a contract that exists already is planned all the same, for locate to find', async () => {
  const { issue, attempt, signed } = await prepareIssue(adapter, await issueOn(chain));
  await broadcastAndMine(chain, adapter, signed);

  const { plan } = await prepareIssue(adapter, issue);

  expect(plan.predictedAddress).toBe(attempt.variants[0]?.details['contractAddress']);
});

test('a payer one wei short is refused with the exact amounts, and with one more it is not', async () => {
  const issuer = await chain.account();
  const issue = await issueOn(chain, { issuer, sponsor: null });
  const refused = await adapter.plan(issue);
  if (refused.ok || refused.refusal.kind !== 'funds') throw new Error('Expected a funds refusal');
  const { neededBaseUnits: needed } = refused.refusal;
  const hex = (wei: bigint) => `0x${wei.toString(16)}`;

  await chain.request('anvil_setBalance', issuer.address, hex(needed - 1n));
  expect(await adapter.plan(issue)).toEqual({
    ok: false,
    refusal: {
      kind: 'funds',
      payer: 'issuer',
      address: issuer.address,
      neededBaseUnits: needed,
      presentBaseUnits: needed - 1n,
    },
  });
  await chain.request('anvil_setBalance', issuer.address, hex(needed));
  expect(await adapter.plan(issue)).toMatchObject({ ok: true });
});

test('a sponsor without funds is named as the one who has to pay', async () => {
  const sponsor = await chain.account();

  expect(await adapter.plan(await issueOn(chain, { sponsor }))).toMatchObject({
    ok: false,
    refusal: { kind: 'funds', payer: 'sponsor', address: sponsor.address, presentBaseUnits: 0n },
  });
});

test('a node that suggests no tip does not stop anything', async () => {
  await using node = await startTamperedNode(chain.url);
  node.tamper(({ method }) =>
    method === 'eth_maxPriorityFeePerGas'
      ? { error: { code: -32_601, message: 'the method does not exist' } }
      : undefined,
  );
  const { plan } = await prepareIssue(
    chain.adapter({ endpoints: [{ url: node.url }] }),
    await issueOn(chain),
  );

  expect(plan.transaction.maxPriorityFeePerGas).toBe(1_000_000_000n);
});

test('an absurd base fee is not paid: the offer stays within the limits', async () => {
  const feeLimits = { maxFeePerGas: 3_000_000_000n, maxPriorityFeePerGas: 1_000n };
  const { plan } = await prepareIssue(chain.adapter({ feeLimits }), await issueOn(chain));

  expect(plan.transaction.maxFeePerGas).toBeLessThanOrEqual(3_000_000_000n);
  expect(plan.transaction.maxPriorityFeePerGas).toBe(1_000n);
});

test('a refusal to estimate that is no revert is the node, not the token', async () => {
  await using node = await startTamperedNode(chain.url);
  node.tamper(({ method }) =>
    method === 'eth_estimateGas' || method === 'eth_call'
      ? { error: { code: -32_000, message: 'header not found' } }
      : undefined,
  );
  const tampered = chain.adapter({ endpoints: [{ url: node.url }] });

  await expect(tampered.plan(await issueOn(chain))).rejects.toMatchObject({
    code: 'BLOCKCHAIN_INVALID_ANSWER',
    message: expect.stringMatching(/header not found/),
  });
});

// The oracle of the OP stack lives on Base; here a contract that answers the same stands in its place.
test('on Base the fee for the bytes is part of what the payer must have', async () => {
  await using base = await startEvmChain({ own: true });
  await base.request('anvil_setChainId', 8453);
  const l1Fee = 1_000_000_000_000n;
  const answer = l1Fee.toString(16).padStart(64, '0');
  await base.request(
    'anvil_setCode',
    '0x420000000000000000000000000000000000000F',
    `0x7f${answer}60005260206000f3`,
  );
  const onBase = base.adapter({ networkId: 'base', chainId: 8453 });
  const sponsor = await base.account();
  await base.request('anvil_setBalance', sponsor.address, '0xde0b6b3a7640000');

  const { plan } = await prepareIssue(onBase, await issueOn(base, { sponsor }));

  expect(plan.feesBaseUnits - gasCostOf(plan)).toBe((l1Fee * 3n) / 2n);
});

function gasCostOf({ transaction: { gas, maxFeePerGas } }: EvmPlan): bigint {
  return gas * maxFeePerGas;
}
