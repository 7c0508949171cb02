import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PlannedEvmTransaction } from '@biatec-tokens/core';
import { parseTransaction, type Hex } from 'viem';
import type { Issue, Preview } from '../../ports/chainAdapter.ts';
import type { EvmAdapter } from './adapter.ts';
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

async function previewOf(issue: Issue, by: EvmAdapter = adapter): Promise<Preview> {
  const previewed = await by.preview(issue);
  if (!previewed.ok) throw new Error(`Expected a preview: ${previewed.refusal.reason}`);
  return previewed.preview;
}

function onlyTransaction({ steps }: Preview): PlannedEvmTransaction {
  const [transaction] = steps[0]?.transactions ?? [];
  if (transaction?.type !== 'eip1559') throw new Error('Expected one transaction of EIP-1559');
  return transaction;
}

test.each(['erc20-mintable', 'erc20-preminted'] as const)(
  'an %s sends the very transaction of its preview, at exactly that cost',
  async (tokenType) => {
    const issue = await issueOn(chain, { tokenType });

    const preview = await previewOf(issue);

    const { payer } = preview;
    const before = await adapter.balance(payer.address);
    const { signed } = await prepareIssue(adapter, issue);
    await broadcastAndMine(chain, adapter, signed);
    const shown = parseTransaction(onlyTransaction(preview).unsigned as Hex);
    const sent = parseTransaction(`0x${Buffer.from(signed.bytes).toString('hex')}`);
    expect(sent).toMatchObject(shown);
    expect(before - (await adapter.balance(payer.address))).toBe(preview.feesBaseUnits);
    expect(preview.feesMaxBaseUnits).toBeGreaterThan(preview.feesBaseUnits);
  },
);

test('previews of tokens of the same shape do not change what each of them offers', async () => {
  const one = await issueOn(chain, { parameters: { name: 'A name', symbol: 'AAA' } });
  const shown = onlyTransaction(await previewOf(one));
  await previewOf(await issueOn(chain, { parameters: { name: 'Z nàm', symbol: 'ZZZ' } }));

  const { plan } = await prepareIssue(adapter, one);

  expect(`${plan.transaction.gas}`).toBe(shown.gasLimit);
});

test('what a preview says of its transaction is what the transaction says', async () => {
  const issue = await issueOn(chain);

  const preview = await previewOf(issue);

  const { unsigned, ...said } = onlyTransaction(preview);
  const {
    chainId,
    gas,
    maxFeePerGas,
    maxPriorityFeePerGas,
    nonce = 0,
    to,
  } = parseTransaction(unsigned as Hex);
  expect(chainId).toBe(31_337);
  expect(said).toMatchObject({
    sender: issue.sponsor?.address,
    gasLimit: `${gas}`,
    maxFeePerGas: `${maxFeePerGas}`,
    maxPriorityFeePerGas: `${maxPriorityFeePerGas}`,
    nonce: `${nonce}`,
    amountBaseUnits: '0',
  });
  expect(said.receiver?.toLowerCase()).toBe(to);
  expect(preview).toMatchObject({ lacking: null, congested: false, minimumBalanceBaseUnits: 0n });
});

test('who cannot pay gets a preview that says what is lacking, with the amounts of the refusal', async () => {
  const issue = await issueOn(chain, { sponsor: null });

  const { lacking, feesMaxBaseUnits } = await previewOf(issue);
  const planned = await adapter.plan(issue);

  expect(lacking).toEqual({
    kind: 'funds',
    payer: 'issuer',
    address: issue.issuer.address,
    neededBaseUnits: feesMaxBaseUnits,
    presentBaseUnits: 0n,
  });
  expect(planned).toEqual({ ok: false, refusal: lacking });
});

test('on a chain without the proxy, too, who cannot pay is told what it takes', async () => {
  await using bare = await startEvmChain({ own: true });
  await bare.request('anvil_setCode', '0x4e59b44847b379578588920cA78FbF26c0B4956C', '0x');
  const issue = await issueOn(bare, { sponsor: null });

  const { lacking, feesMaxBaseUnits } = await previewOf(issue, bare.adapter());

  expect(lacking?.neededBaseUnits).toBeGreaterThan(feesMaxBaseUnits);
});

test('what the contract would undo has no preview, but a reason', async () => {
  const issue = await issueOn(chain, { parameters: { cap: '1', capBaseUnits: '1000000' } });

  expect(await adapter.preview(issue)).toEqual({
    ok: false,
    refusal: { kind: 'reverts', reason: 'ERC20ExceededCap(12500000, 1000000)' },
  });
});

test('a node that cannot simulate leaves the most that it can cost', async () => {
  await using node = await startTamperedNode(chain.url);
  node.tamper(({ method }) =>
    method === 'eth_simulateV1' || method === 'eth_feeHistory'
      ? { error: { code: -32_601, message: 'the method does not exist' } }
      : undefined,
  );

  const tampered = chain.adapter({ endpoints: [{ url: node.url }] });
  const preview = await previewOf(await issueOn(chain), tampered);

  expect(preview.feesBaseUnits).toBe(preview.feesMaxBaseUnits);
  expect(preview.congested).toBe(false);
});

test('a base fee far above that of the blocks before counts as congestion', async () => {
  await using node = await startTamperedNode(chain.url);
  node.tamper(({ method }) =>
    method === 'eth_feeHistory'
      ? { result: { baseFeePerGas: ['0x3e8', '0x3e8', '0x5dd'] } }
      : undefined,
  );

  const tampered = chain.adapter({ endpoints: [{ url: node.url }] });

  expect((await previewOf(await issueOn(chain), tampered)).congested).toBe(true);
});
