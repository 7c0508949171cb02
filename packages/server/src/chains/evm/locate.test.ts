import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Hex } from 'viem';
import type { EvmAdapter } from './adapter.ts';
import type { EvmPlan } from './plan.ts';
import { attemptWith, broadcastAndMine, issueOn, prepareIssue } from './testing/attempts.ts';
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

/** Lets transactions wait in the pool until the test makes a block. */
async function holdBlocks(): Promise<AsyncDisposable & { make(): Promise<void> }> {
  await chain.request('evm_setAutomine', false);
  return {
    make: async () => void (await chain.request('evm_mine')),
    async [Symbol.asyncDispose]() {
      await chain.request('evm_mine');
      await chain.request('evm_setAutomine', true);
    },
  };
}

test('bytes a node took are in the pool, then in a block', async () => {
  const { issue, attempt, signed } = await prepareIssue(adapter, await issueOn(chain));
  await using blocks = await holdBlocks();

  expect(await adapter.broadcast(signed.bytes)).toEqual({
    kind: 'taken',
    answer: signed.transactionId,
  });
  expect(await adapter.locate(issue, attempt)).toEqual({
    kind: 'pool',
    transactionId: signed.transactionId,
  });
  await blocks.make();
  expect(await adapter.locate(issue, attempt)).toMatchObject({ kind: 'included', final: true });
});

test('the same bytes again are taken: the node that refuses them knows them', async () => {
  const { signed } = await prepareIssue(adapter, await issueOn(chain));
  await using _blocks = await holdBlocks();
  await adapter.broadcast(signed.bytes);

  const { kind, answer } = await adapter.broadcast(signed.bytes);

  expect(kind).toBe('taken');
  expect(answer).toMatch(/already/i);
});

test('behind an unmined nonce: absent or waiting, and the head nonce is named', async () => {
  const issue = await issueOn(chain);
  const { attempt } = await prepareIssue(adapter, issue, () => 2n);

  expect(await adapter.locate(issue, attempt)).toEqual({
    kind: 'absent',
    message: `Head nonce 0 of ${issue.sponsor?.address} is unmined, so nonce 2 has to wait`,
  });
});

test('a nonce that was taken and not signed for yet is absent, not lost', async () => {
  const issue = await issueOn(chain);
  const { plan } = await prepareIssue(adapter, issue);
  const attempt = attemptWith({ issue, plan, nonce: 0n, signed: [] });

  expect(await adapter.locate(issue, attempt)).toEqual({
    kind: 'absent',
    message: `Nothing is signed; head nonce 0 of ${issue.sponsor?.address} is unmined`,
  });
});

test('a stranger transaction took our nonce: impossible, with proof', async () => {
  const sponsor = await chain.account(10n ** 18n);
  const { issue, attempt, signed } = await prepareIssue(adapter, await issueOn(chain, { sponsor }));
  await chain.send(sponsor, { to: issue.issuer.address, value: 1n, nonce: 0n });

  expect(await adapter.broadcast(signed.bytes)).toMatchObject({ kind: 'refused' });
  const sighting = await adapter.locate(issue, attempt);

  expect(sighting).toMatchObject({ kind: 'impossible' });
  if (sighting.kind === 'impossible') expect(sighting.proof).toMatch(/used 1 nonces, 0 among them/);
  // Nothing is left of it: the deployment may go on with the next nonce.
  const again = await prepareIssue(adapter, issue);
  expect(again.plan.chainNonce).toBe(1n);
  expect(again.plan.predictedAddress).toBe(attempt.variants[0]?.details['contractAddress']);
});

test('a nonce used in a block that can still go is no proof', async () => {
  const finalized = chain.adapter({ finality: { kind: 'tag', tag: 'finalized' } });
  const sponsor = await chain.account(10n ** 18n);
  const { issue, attempt } = await prepareIssue(finalized, await issueOn(chain, { sponsor }));
  await chain.send(sponsor, { to: issue.issuer.address, value: 1n, nonce: 0n });

  expect(await finalized.locate(issue, attempt)).toMatchObject({ kind: 'absent' });
  await chain.request('anvil_mine', '0x80');
  expect(await finalized.locate(issue, attempt)).toMatchObject({ kind: 'impossible' });
});

test('a node that does not serve the final state cannot decide', async () => {
  await using node = await startTamperedNode(chain.url);
  node.tamper(({ method, params }) =>
    method === 'eth_getCode' && typeof params[1] === 'object'
      ? { error: { code: -32_000, message: 'missing trie node' } }
      : undefined,
  );
  const tampered = chain.adapter({ endpoints: [{ url: node.url }] });
  const sponsor = await chain.account(10n ** 18n);
  const { issue, attempt } = await prepareIssue(tampered, await issueOn(chain, { sponsor }));
  await chain.send(sponsor, { to: issue.issuer.address, value: 1n, nonce: 0n });

  expect(await tampered.locate(issue, attempt)).toMatchObject({ kind: 'undecidable' });
});

test('a stranger who creates our contract first makes our token, not a failure', async () => {
  const stranger = await chain.account(10n ** 18n);
  const { issue, plan, attempt, signed } = await prepareIssue(adapter, await issueOn(chain));
  const { to, data } = plan.transaction;
  await chain.send(stranger, { to, data, gas: 3_000_000n });
  const theirs = await chain.request<{ transactions: Hex[] }>(
    'eth_getBlockByNumber',
    'latest',
    false,
  );

  // Before ours is in a block …
  expect(await adapter.locate(issue, attempt)).toMatchObject({
    kind: 'included',
    transactionId: theirs.transactions[0],
    contractAddress: plan.predictedAddress,
  });
  // … and after it was, and was undone.
  await broadcastAndMine(chain, adapter, signed);
  const sighting = await adapter.locate(issue, attempt);
  expect(sighting).toMatchObject({ kind: 'included', transactionId: theirs.transactions[0] });
  const fields = await adapter.readBack(issue, {
    assetId: null,
    contractAddress: plan.predictedAddress,
  });
  expect(fields?.every(({ equal }) => equal)).toBe(true);
});

test('a node that hides logs names our own reverted transaction, or cannot decide', async () => {
  await using node = await startTamperedNode(chain.url);
  node.tamper(({ method }) =>
    method === 'eth_getLogs' ? { error: { code: -32_000, message: 'range too large' } } : undefined,
  );
  const tampered = chain.adapter({ endpoints: [{ url: node.url }] });
  const stranger = await chain.account(10n ** 18n);
  const { issue, plan, attempt, signed } = await prepareIssue(tampered, await issueOn(chain));
  const { to, data } = plan.transaction;
  await chain.send(stranger, { to, data, gas: 3_000_000n });

  expect(await tampered.locate(issue, attempt)).toMatchObject({ kind: 'undecidable' });
  await broadcastAndMine(chain, tampered, signed);
  expect(await tampered.locate(issue, attempt)).toMatchObject({
    kind: 'included',
    transactionId: signed.transactionId,
  });
});

test('a transaction out of gas is reverted, with the reason', async () => {
  const issue = await issueOn(chain);
  const { plan } = await prepareIssue(adapter, issue);
  const short = { ...plan, transaction: { ...plan.transaction, gas: 400_000n } };
  const signed = await adapter.sign(adapter.prepare(issue, short, 0n), 1);
  const attempt = attemptWith({ issue, plan, nonce: 0n, signed: [signed] });
  await broadcastAndMine(chain, adapter, signed);

  expect(await adapter.locate(issue, attempt)).toMatchObject({
    kind: 'reverted',
    transactionId: signed.transactionId,
    reason: expect.stringMatching(/^ran out of gas: used 39\d{4} of 400000$/),
    final: true,
  });
});

test.each([
  [1_757_827n, 'included'],
  [400_000n, 'reverted'],
])('a transaction with gas %s, mined while we look, is %s all the same', async (gas, kind) => {
  await using node = await startTamperedNode(chain.url);
  let looks = 0;
  node.tamper(({ method }) =>
    method === 'eth_getTransactionReceipt' && (looks += 1) === 1 ? { result: null } : undefined,
  );
  const tampered = chain.adapter({ endpoints: [{ url: node.url }] });
  const issue = await issueOn(chain);
  const { plan } = await prepareIssue(tampered, issue);
  const transaction = { ...plan.transaction, gas };
  const changed: EvmPlan = { ...plan, transaction };
  const signed = await tampered.sign(tampered.prepare(issue, changed, 0n), 1);
  await broadcastAndMine(chain, tampered, signed);

  const attempt = attemptWith({ issue, plan, nonce: 0n, signed: [signed] });
  expect(await tampered.locate(issue, attempt)).toMatchObject({
    kind,
    transactionId: signed.transactionId,
  });
});

test('a transaction the contract refuses is reverted, with the decoded reason', async () => {
  const good = await issueOn(chain);
  const { plan } = await prepareIssue(adapter, good);
  // The cap is below the supply: validation refuses this, and so does the contract.
  const bad = { ...good, parameters: { ...good.parameters, cap: '1', capBaseUnits: '1000000' } };
  const { buildCreation } = await import('./build.ts');
  const creation = buildCreation(bad);
  const badPlan: EvmPlan = {
    ...plan,
    predictedAddress: creation.address,
    transaction: { ...plan.transaction, data: creation.data, gas: 3_000_000n },
  };
  const signed = await adapter.sign(adapter.prepare(bad, badPlan, 0n), 1);
  const attempt = attemptWith({ issue: bad, plan, nonce: 0n, signed: [signed] });
  await broadcastAndMine(chain, adapter, signed);

  expect(await adapter.locate(bad, attempt)).toMatchObject({
    kind: 'reverted',
    reason: 'ERC20ExceededCap(12500000, 1000000)',
  });
});

test('a transaction that a missing proxy swallowed made no contract, whatever its status says', async () => {
  const { issue, attempt, signed, plan } = await prepareIssue(adapter, await issueOn(chain));
  const proxy = plan.transaction.to;
  const code = await chain.request('eth_getCode', proxy, 'latest');
  await chain.request('anvil_setCode', proxy, '0x');
  await broadcastAndMine(chain, adapter, signed);
  await chain.request('anvil_setCode', proxy, code);

  expect(await adapter.locate(issue, attempt)).toMatchObject({
    kind: 'reverted',
    reason: expect.stringMatching(/proxy is missing/),
  });
});

test('a reorganisation takes the token away, and the same bytes bring it back', async () => {
  const { issue, attempt, signed } = await prepareIssue(adapter, await issueOn(chain));
  const snapshot = await chain.request('evm_snapshot');
  await broadcastAndMine(chain, adapter, signed);
  expect(await adapter.locate(issue, attempt)).toMatchObject({ kind: 'included' });

  await chain.request('evm_revert', snapshot);

  expect(await adapter.locate(issue, attempt)).toMatchObject({ kind: 'absent' });
  await broadcastAndMine(chain, adapter, signed);
  expect(await adapter.locate(issue, attempt)).toMatchObject({
    kind: 'included',
    transactionId: signed.transactionId,
  });
});

test('a receipt from a block that is no longer in the chain is not believed', async () => {
  await using node = await startTamperedNode(chain.url);
  const adapterOf3 = chain.adapter({
    endpoints: [{ url: node.url }],
    finality: { kind: 'blocks', blocks: 3 },
  });
  const { issue, attempt, signed } = await prepareIssue(adapterOf3, await issueOn(chain));
  await broadcastAndMine(chain, adapterOf3, signed);
  node.tamper(({ method }, askReal) =>
    method === 'eth_getTransactionReceipt'
      ? askReal().then((receipt) => ({
          result: { ...(receipt as object), blockHash: `0x${'5'.repeat(64)}` },
        }))
      : undefined,
  );

  expect(await adapterOf3.locate(issue, attempt)).toMatchObject({
    kind: 'absent',
    message: expect.stringMatching(/left the chain/),
  });
});

test('included is not final until the block is deep enough, and says what it waits for', async () => {
  const three = chain.adapter({ finality: { kind: 'blocks', blocks: 3 } });
  const { issue, attempt, signed } = await prepareIssue(three, await issueOn(chain));
  await broadcastAndMine(chain, three, signed);

  expect(await three.locate(issue, attempt)).toMatchObject({
    final: false,
    finality: expect.stringMatching(/has 1 of 3 blocks/),
  });
  await chain.request('anvil_mine', '0x2');
  expect(await three.locate(issue, attempt)).toMatchObject({ final: true });
});

test.each(['safe', 'finalized'] as const)('final when the %s block has passed it', async (tag) => {
  const tagged = chain.adapter({ finality: { kind: 'tag', tag } });
  const { issue, attempt, signed } = await prepareIssue(tagged, await issueOn(chain));
  await broadcastAndMine(chain, tagged, signed);

  expect(await tagged.locate(issue, attempt)).toMatchObject({
    kind: 'included',
    final: false,
    finality: expect.stringMatching(new RegExp(`is not ${tag} yet`)),
  });
  await chain.request('anvil_mine', '0x80');
  expect(await tagged.locate(issue, attempt)).toMatchObject({ kind: 'included', final: true });
});
