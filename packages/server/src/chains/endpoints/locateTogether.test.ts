/** Proof of absence on a real Algorand node, with proxies before it that are behind, forget or differ. */
import { expect, onTestFinished, test } from 'vitest';
import type { ChainAdapter, Issue } from '../../ports/chainAdapter.ts';
import type { Attempt } from '../../ports/store/deployments.ts';
import { startFaultProxy, type FaultProxy, type ProxyFault } from '../../testing/faultProxy.ts';
import { createManualClock } from '../../testing/manualClock.ts';
import { algorand } from './testing/chains.ts';

const window = { firstValid: 10n, lastValid: 210n };
const transactionId = 'A'.repeat(52);
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** A node whose newest round is past the window of an attempt that it never saw, behind two proxies. */
async function open({ rounds = 230 } = {}) {
  const chain = await algorand.start();
  await chain.makeBlocks(rounds);
  const proxies = [await startFaultProxy(chain.url), await startFaultProxy(chain.url)];
  const adapter = algorand.adapter(
    proxies.map(({ url }) => url),
    { clock: createManualClock(), log: silent },
  );
  onTestFinished(async () => {
    await adapter.close();
    for (const proxy of proxies) await proxy[Symbol.asyncDispose]();
    await chain[Symbol.asyncDispose]();
  });
  const [first, second] = proxies as [FaultProxy, FaultProxy];
  return { chain, adapter, first, second, locate: () => locate(adapter) };
}

function locate(adapter: ChainAdapter) {
  return adapter.locate({} as Issue, attempt);
}

const attempt: Attempt = {
  deploymentId: 'dep_1',
  number: 1,
  step: 0,
  networkId: 'algorand-localnet',
  sender: algorand.address,
  nonce: null,
  ...window,
  variants: [{ transactionId, bytes: new Uint8Array(), signedAt: new Date(), details: {} }],
  broadcasts: 1,
  lastBroadcastAt: new Date(),
  lastAnswer: null,
  outcome: 'open',
  createdAt: new Date(),
};

/** The node knows the transaction, as the real one would if it had taken it. */
const knowsIt: ProxyFault = {
  kind: 'lie',
  bend: ({ path }) =>
    path.includes('/transactions/pending/')
      ? { status: 200, body: JSON.stringify({ 'confirmed-round': 42, 'asset-index': 7 }) }
      : undefined,
};

test('two nodes of one opinion prove that an attempt can never be included', async () => {
  const { locate: look, second } = await open();

  expect(await look()).toMatchObject({ kind: 'impossible' });
  expect(JSON.stringify(second.requests)).toContain(transactionId);
});

test('a node that has the transaction is believed before one that does not', async () => {
  const { locate: look, second } = await open();
  second.break(knowsIt);

  expect(await look()).toMatchObject({ kind: 'included', block: { number: 42n }, assetId: 7n });
});

test('a node that is behind proves nothing, and does not hold up one that is not', async () => {
  const { adapter, locate: look, first } = await open({ rounds: 215 });
  first.break(algorand.behind(15));
  // Before anybody has looked around, such a node says what it knows: that the window is still open.
  expect(await look()).toMatchObject({ kind: 'absent' });

  await adapter.endpoints.survey();

  expect(await look()).toMatchObject({ kind: 'impossible', proof: expect.stringContaining('215') });
});

test('when the only node that says impossible is behind, nothing is proven', async () => {
  const { chain, adapter, first, second } = await open({ rounds: 260 });
  first.break(algorand.behind(20));
  await adapter.endpoints.survey();
  // The one that is up to date shows its round to whoever asks, and breaks when it is asked for more.
  second.break({
    kind: 'lie',
    bend: ({ path }) =>
      path.includes('/transactions/pending/') ? { status: 500, body: '{}' } : undefined,
  });
  await chain.makeBlocks(1);

  expect(await locate(adapter)).toMatchObject({ kind: 'absent' });
});

test('nodes with different blocks prove nothing', async () => {
  const { locate: look, second } = await open();
  second.break(algorand.otherBlocks);

  expect(await look()).toMatchObject({
    kind: 'absent',
    message: expect.stringContaining('nodes have different blocks'),
  });
});

test('a node that is down leaves the proof to the others', async () => {
  const { locate: look, first } = await open();
  first.break({ kind: 'down' });

  expect(await look()).toMatchObject({ kind: 'impossible' });
});

test('while one node says that it may still be included, it may', async () => {
  const { locate: look, second } = await open({ rounds: 212 });
  second.break(algorand.behind(5));

  expect(await look()).toMatchObject({
    kind: 'absent',
    message: expect.stringContaining('not on chain at round 207'),
  });
});
