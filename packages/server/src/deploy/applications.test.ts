/** Applications through the engine: several steps, each never twice and never lost. On a real algod where one is given. */
import { parseAlgorandAddress, type TokenType } from '@biatec-tokens/core';
import { getApplicationAddress } from 'algosdk';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createAlgorandAdapter } from '../chains/algorand/adapter.ts';
import {
  startAlgorandChain,
  type AlgorandChain,
} from '../chains/algorand/testing/startAlgorandChain.ts';
import { encodeCall } from '../chains/algorand/applicationCall.ts';
import type { ChainAdapter, Preview } from '../ports/chainAdapter.ts';
import type { Deployment } from '../ports/store/index.ts';
import { createEngineHarness, type EngineHarness } from '../testing/createEngineHarness.ts';

const network = 'algorand-localnet';
const silver = { network, name: 'Silver', symbol: 'SLV', decimals: 2, totalSupply: '1000000' };
const plenty = 100_000_000n;

const isResting = ({ state }: { state: string }) =>
  ['Completed', 'Failed', 'Cancelled'].includes(state);

let chain: AlgorandChain;
beforeAll(async () => {
  chain = await startAlgorandChain();
  console.info(`applications through the engine, on ${chain.using}`);
  if (chain.noApplications !== null) console.info(`NOT tested: ${chain.noApplications}`);
});
afterAll(() => chain[Symbol.asyncDispose]());

interface Stage {
  readonly h: EngineHarness;
  readonly adapter: ChainAdapter;
  /** Of the sponsor, where there is one. */
  readonly sponsor: string | null;
  /** What the issuance would cost now, as `validate` shows it. */
  preview(deployment: Deployment): Promise<Preview>;
}

/** An issuer with nothing and, unless told otherwise, a sponsor of its own with plenty. */
async function setStage({ sponsorFunds = plenty }: { sponsorFunds?: bigint | null } = {}) {
  let made: ChainAdapter | undefined;
  const h = await createEngineHarness({
    createAdapter: ({ signer, clock, store }) =>
      (made = createAlgorandAdapter({
        networkId: network,
        genesisHash: null,
        endpoints: [{ url: chain.url, token: chain.token }],
        pin: (identity) => store.pinNetwork(network, identity, clock.now()),
        signer,
        clock,
        timeoutMs: 2_000,
      })),
  });
  onTestFinished(async () => {
    chain.tamper(() => undefined);
    await h[Symbol.asyncDispose]();
  });
  const adapter = made as unknown as ChainAdapter;
  let sponsor: string | null = null;
  if (sponsorFunds !== null) {
    const account = await chain.account(sponsorFunds);
    sponsor = account.address;
    await h.setSponsor(network, account.mnemonic);
  }
  const stage: Stage = {
    h,
    adapter,
    sponsor,
    async preview({ id, tokenType, parameters }) {
      const previewed = await adapter.preview({
        deploymentId: id,
        tokenType,
        parameters,
        issuer: h.issuer.avm,
        sponsor: (await h.store.findSponsor(network)) ?? null,
      });
      if (!previewed.ok) throw new Error(previewed.refusal.reason);
      return previewed.preview;
    },
  };
  return stage;
}

async function balanceOf(address: string): Promise<{ amount: bigint; minimum: bigint }> {
  const account = await chain.get(`/v2/accounts/${address}`);
  return { amount: BigInt(account['amount']), minimum: BigInt(account['min-balance']) };
}

/**
 * Cuts off every group from the given one on, counted from 1.
 *
 * To say that windows pass, the node's status runs ahead, so that no other test on the same node loses its own windows.
 */
function refuseGroupsFrom(first: number, { sayingThatWindowsPass = false } = {}): void {
  let groups = 0;
  chain.tamper(({ method, path }) => {
    if (method === 'POST') groups += 1;
    if (groups < first) return undefined;
    if (method === 'POST') return 'refuse';
    if (!sayingThatWindowsPass || path !== '/v2/status') return undefined;
    return (answer) =>
      answer.replace(/"last-round":\s*(\d+)/, (_, round) => `"last-round":${Number(round) + 300}`);
  });
}

const stepsAndOutcomes = async (h: EngineHarness, id: string) =>
  (await h.store.listAttempts(id)).map(({ step, outcome }) => [step, outcome]);

async function applicationsOf(h: EngineHarness): Promise<{ id: number }[]> {
  const account = await chain.get(`/v2/accounts/${h.issuer.avm.address}`);
  return account['created-apps'] ?? [];
}

/** The most a document can take, and as many as there can be. */
const manyDocuments = Array.from({ length: 31 }, (_, index) => ({
  name: `document ${index}`.padEnd(32, '.'),
  uri: `https://example.org/${index}`.padEnd(952, 'x'),
  sha256: index.toString(16).padStart(64, '0'),
}));

const copper = { network, name: 'Copper', symbol: 'CPR', decimals: 2, initialSupply: '100' };

const bond = {
  network,
  name: 'Harbour Bond Ω',
  symbol: 'HRB',
  decimals: 2,
  initialSupply: '1000.5',
  cap: '20000',
  partition: 'class A',
};

/** Each standard, plain and with everything that can be asked for. */
const requests: [TokenType, string, Record<string, unknown>][] = [
  ['arc200-preminted', 'plain', silver],
  [
    'arc200-preminted',
    'at its limits',
    {
      ...silver,
      name: 'ä'.repeat(16),
      symbol: 'ä'.repeat(4),
      decimals: 18,
      totalSupply: `${2n ** 190n}`,
    },
  ],
  ['arc200-mintable', 'plain', { ...copper, initialSupply: '0' }],
  ['arc200-mintable', 'with a cap', { ...copper, initialSupply: '12.5', cap: '12.5' }],
  ['arc1400', 'plain', { ...bond, partition: undefined, cap: undefined }],
  ['arc1400', 'without a first supply', { ...bond, initialSupply: '0', whitelistRequired: false }],
  ['arc1400', 'with as many documents as there can be', { ...bond, documents: manyDocuments }],
];

describe('a smooth run', () => {
  test.for(requests)(
    '%s, %s: one request becomes one application, read back, at exactly the cost that was told',
    async ([tokenType, , body], t) => {
      t.skip(chain.noApplications !== null);
      const { h, sponsor, preview } = await setStage();
      const deployment = await h.accept(tokenType, JSON.parse(JSON.stringify(body)));
      const { id } = deployment;
      const { steps, feesBaseUnits, minimumBalanceBaseUnits } = await preview(deployment);

      const done = await h.turnUntil(id, isResting);

      expect(done).toMatchObject({ state: 'Completed', error: null, waiting: null, dueAt: null });
      expect(done.readBack?.filter((field) => !field.equal)).toEqual([]);
      expect((await h.historyOf(id)).map(({ sequence, state }) => [sequence, state])).toEqual(
        smoothRun,
      );
      const applications = await applicationsOf(h);
      expect(applications.map((application) => BigInt(application.id))).toEqual([done.assetId]);
      expect(done.contractAddress).toBe(getApplicationAddress(done.assetId ?? 0n).toString());

      const attempts = await h.store.listAttempts(id);
      expect(attempts.map(({ step }) => steps[step - 1]?.name)).toEqual(steps.map((s) => s.name));
      const { amount } = await balanceOf(sponsor ?? '');
      expect(plenty - amount).toBe(feesBaseUnits + minimumBalanceBaseUnits);
      for (const address of [h.issuer.avm.address, done.contractAddress ?? '']) {
        const { amount, minimum } = await balanceOf(address);
        expect(amount).toBe(minimum);
      }
    },
  );

  test('the history tells of each step what is true of it, and which transaction made the token', async (t) => {
    t.skip(chain.noApplications !== null);
    const { h } = await setStage();
    const { id } = await h.accept('arc1400', { ...bond, documents: manyDocuments.slice(0, 9) });

    const done = await h.turnUntil(id, isResting);

    const history = await h.historyOf(id);
    expect(history.slice(1, 4).map(({ message }) => message)).toEqual([
      'Step 1 of 4 (create): signed bytes are stored and were handed to a node',
      'Step 1 of 4 (create): a node holds the transaction in its pool',
      'All 4 steps are in blocks: create, bootstrap, documents-1, documents-2',
    ]);
    const [first] = await h.store.listAttempts(id);
    const creation = first?.variants[0]?.transactionId;
    expect(done.transactionId).toBe(creation);
    expect(new Set(history.slice(1).map(({ transactionId }) => transactionId))).toEqual(
      new Set([creation]),
    );
    const block = await chain.get(`/v2/blocks/${done.block?.number}?format=json`);
    expect(block['block'].txns.map((entry: { apid?: number }) => entry.apid)).toContain(
      Number(done.assetId),
    );
  });

  test('every transaction carries the note of the issuance and a lease of its own', async (t) => {
    t.skip(chain.noApplications !== null);
    const { h } = await setStage();
    const { id } = await h.accept('arc1400', { ...bond, documents: manyDocuments.slice(0, 2) });

    await h.turnUntil(id, isResting);

    const attempts = await h.store.listAttempts(id);
    const ids = attempts.flatMap(({ variants }) =>
      variants.flatMap(({ details }) => details['transactionIds'] as string[]),
    );
    const found = await Promise.all(
      ids.map((txid) => chain.get(`/v2/transactions/pending/${txid}?format=json`)),
    );
    const sent = found.map(({ txn }) => txn.txn as { note: string; lx: string; snd: string });
    expect(sent).toHaveLength(2 + 2 + 4);
    expect(new Set(sent.map(({ note }) => note)).size).toBe(1);
    expect(Buffer.from(sent[0]?.note ?? '', 'base64').toString()).toMatch(/^bt1:/);
    const leases = sent.map(({ snd, lx }) => `${snd} ${lx}`);
    expect(sent.every(({ lx }) => Buffer.from(lx, 'base64').length === 32)).toBe(true);
    expect(new Set(leases).size).toBe(sent.length);
  });

  test('what holders do right after the first supply is issued does not count', async (t) => {
    t.skip(chain.noApplications !== null);
    const { h } = await setStage();
    const holder = await chain.account(1_000_000n);
    chain.tamper(({ path }) => (path.startsWith('/v2/applications/') ? 'refuse' : undefined));
    const { id } = await h.accept('arc200-mintable', {
      ...copper,
      initialReceiver: holder.address,
    });
    const confirmed = await h.turnUntil(id, ({ state }) => state === 'Confirmed');
    await chain.call(holder.mnemonic, confirmed.assetId ?? 0n, {
      args: encodeCall('arc200_burn(uint256)bool', [7n]),
      boxes: [Buffer.concat([Buffer.from('b'), parseAlgorandAddress(holder.address)])],
    });

    chain.tamper(() => undefined);
    const done = await h.turnUntil(id, isResting);

    expect(done).toMatchObject({ state: 'Completed' });
    expect(done.readBack).toContainEqual({
      field: 'initialSupplyBaseUnits',
      asked: '10000',
      found: '10000',
      equal: true,
    });
  });
});

describe('a node that misbehaves', () => {
  test('a lost answer in every step makes one application, and one attempt of each step', async (t) => {
    t.skip(chain.noApplications !== null);
    const { h } = await setStage();
    chain.tamper(({ method }) => (method === 'POST' ? 'drop-answer' : undefined));
    const { id } = await h.accept('arc1400', { ...bond, documents: manyDocuments.slice(0, 1) });

    const done = await h.turnUntil(id, isResting);

    expect(done.state).toBe('Completed');
    expect(await stepsAndOutcomes(h, id)).toEqual([
      [1, 'included'],
      [2, 'included'],
      [3, 'included'],
    ]);
    expect(await applicationsOf(h)).toHaveLength(1);
  });

  test('a step that never gets through is signed anew after its window, the steps before it are not', async (t) => {
    t.skip(chain.noApplications !== null);
    const { h } = await setStage();
    refuseGroupsFrom(2);
    const { id } = await h.accept('arc200-mintable', copper);
    await h.turn();
    const waiting = await h.get(id);
    expect(waiting.state).toBe('Pending');
    expect(waiting.assetId).not.toBeNull();
    expect(waiting.waiting?.message).toMatch(/^step 2 of 2 \(bootstrap\): not on chain at round/);

    await chain.passRounds(201);
    // Parameters of the network serve for a tenth of a second.
    await h.clock.advance(1_000);
    chain.tamper(() => undefined);
    const done = await h.turnUntil(id, isResting);

    expect(done).toMatchObject({ state: 'Completed', assetId: waiting.assetId, error: null });
    expect(await stepsAndOutcomes(h, id)).toEqual([
      [1, 'included'],
      [2, 'expired'],
      [2, 'included'],
    ]);
    expect(await applicationsOf(h)).toHaveLength(1);
    expect((await h.historyOf(id)).map(({ sequence, state }) => [sequence, state])).toEqual(
      smoothRun,
    );
  });

  test('attempts are counted per step; after the last, a retry goes on where it stopped', async (t) => {
    t.skip(chain.noApplications !== null);
    const { h } = await setStage();
    refuseGroupsFrom(2, { sayingThatWindowsPass: true });
    const { id } = await h.accept('arc200-preminted', silver);

    const failed = await h.turnUntil(id, isResting);

    expect(failed.error).toMatchObject({
      errorCode: 'BLOCKCHAIN_TRANSACTION_EXPIRED',
      retryable: true,
      errorMessage: `Cannot bring the transaction to the network: 5 attempts left their validity window; at step 2 of 2 (bootstrap), application ${failed.assetId} stays`,
    });
    expect(await stepsAndOutcomes(h, id)).toEqual([
      [1, 'included'],
      ...Array.from({ length: 5 }, () => [2, 'expired']),
    ]);
    chain.tamper(() => undefined);
    await retry(h, failed);
    const done = await h.turnUntil(id, isResting);
    expect(done).toMatchObject({ state: 'Completed', assetId: failed.assetId, error: null });
    expect(await applicationsOf(h)).toHaveLength(1);
  });
});

describe('money', () => {
  test('a sponsor that can pay the first step but not all of them is waited for before anything is signed', async (t) => {
    t.skip(chain.noApplications !== null);
    const { h, sponsor, preview } = await setStage({ sponsorFunds: 100_000n });
    const deployment = await h.accept('arc1400', { ...bond, documents: manyDocuments.slice(0, 3) });
    const { id } = deployment;
    const { feesBaseUnits, minimumBalanceBaseUnits, lacking } = await preview(deployment);
    const cost = feesBaseUnits + minimumBalanceBaseUnits;
    expect(lacking).toMatchObject({ neededBaseUnits: cost + 100_000n, presentBaseUnits: 100_000n });

    await chain.fund(sponsor ?? '', cost - 1n);
    await h.turn();
    const waiting = await h.get(id);
    expect(waiting).toMatchObject({ state: 'Queued', waiting: { kind: 'sponsor-funds' } });
    expect(waiting.waiting?.message).toBe(
      `step 1 of 3 (create): the sponsor ${sponsor} is short by 0.000001 ALGO`,
    );
    expect(await h.store.listAttempts(id)).toEqual([]);

    await chain.fund(sponsor ?? '', 1n);
    expect(await h.turnUntil(id, isResting)).toMatchObject({ state: 'Completed' });
    expect(await balanceOf(sponsor ?? '')).toMatchObject({ amount: 100_000n });
  });

  test('an issuer without a sponsor is told the cost of all steps; with exactly that it issues', async (t) => {
    t.skip(chain.noApplications !== null);
    const { h, preview } = await setStage({ sponsorFunds: null });
    const deployment = await h.accept('arc1400', { ...bond, documents: manyDocuments.slice(0, 9) });
    const { lacking } = await preview(deployment);
    await h.turn();
    const failed = await h.get(deployment.id);
    expect(failed).toMatchObject({
      state: 'Failed',
      error: { errorCode: 'INSUFFICIENT_FUNDS', retryable: true },
    });
    expect(await h.store.listAttempts(deployment.id)).toEqual([]);

    await chain.fund(h.issuer.avm.address, lacking?.neededBaseUnits ?? 0n);
    await retry(h, failed);

    expect(await h.turnUntil(deployment.id, isResting)).toMatchObject({ state: 'Completed' });
    const { amount, minimum } = await balanceOf(h.issuer.avm.address);
    expect(amount).toBe(minimum);
  });

  test('a sponsor that falls short between two steps is waited for, and the next step goes on', async (t) => {
    t.skip(chain.noApplications !== null);
    const { h } = await setStage();
    refuseAccountsAfterFirstGroup();
    const { id } = await h.accept('arc200-preminted', silver);
    await h.turn();
    expect(await h.get(id)).toMatchObject({ state: 'Pending', waiting: { kind: 'node' } });
    const poor = await chain.account(100_000n);
    await h.setSponsor(network, poor.mnemonic);
    chain.tamper(() => undefined);

    const short = await h.turnUntil(id, ({ waiting }) => waiting?.kind === 'sponsor-funds');
    expect(short.waiting?.message).toMatch(
      /^step 2 of 2 \(bootstrap\): the sponsor .* is short by/,
    );
    await chain.fund(poor.address, 1_000_000n);

    expect(await h.turnUntil(id, isResting)).toMatchObject({ state: 'Completed' });
    expect(await stepsAndOutcomes(h, id)).toEqual([
      [1, 'included'],
      [2, 'included'],
    ]);
    expect(await applicationsOf(h)).toHaveLength(1);
  });

  test('an issuer that falls short between two steps fails with what stays; a retry makes no second application', async (t) => {
    t.skip(chain.noApplications !== null);
    const { h } = await setStage({ sponsorFunds: null });
    await chain.fund(h.issuer.avm.address, 10_000_000n);
    sayPoorAfterFirstGroup();
    const { id } = await h.accept('arc200-preminted', silver);

    const failed = await h.turnUntil(id, isResting);

    expect(failed).toMatchObject({ state: 'Failed', error: { errorCode: 'INSUFFICIENT_FUNDS' } });
    expect(failed.error?.errorMessage).toContain(
      `; at step 2 of 2 (bootstrap), application ${failed.assetId} stays`,
    );
    expect((await h.historyOf(id)).at(-1)?.message).toBe(
      'Step 2 of 2 (bootstrap): no transaction could be brought to the network, and none can appear any more',
    );
    chain.tamper(() => undefined);
    await retry(h, failed);
    expect(await h.turnUntil(id, isResting)).toMatchObject({
      state: 'Completed',
      assetId: failed.assetId,
      transactionId: failed.transactionId,
    });
    expect(await applicationsOf(h)).toHaveLength(1);
    expect((await h.historyOf(id)).map(({ sequence, state }) => [sequence, state])).toEqual([
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
});

const smoothRun = [
  [1, 'Queued'],
  [2, 'Submitted'],
  [3, 'Pending'],
  [4, 'Confirmed'],
  [5, 'Indexed'],
  [6, 'Completed'],
];

/** As the operation does for a person. */
async function retry(h: EngineHarness, { id, version }: Deployment): Promise<void> {
  const retried = await h.store.advance({
    deploymentId: id,
    version,
    lease: null,
    steps: [{ event: 'retry' }],
    set: { error: null, waiting: null },
    dueAt: h.clock.now(),
    keepLease: false,
    actor: { actor: 'user', correlationId: null, ip: null, userAgent: null },
    now: h.clock.now(),
  });
  expect(retried.ok).toBe(true);
}

function refuseAccountsAfterFirstGroup(): void {
  let sent = false;
  chain.tamper(({ method, path }) => {
    if (method === 'POST') sent = true;
    return sent && path.startsWith('/v2/accounts/') ? 'refuse' : undefined;
  });
}

function sayPoorAfterFirstGroup(): void {
  let sent = false;
  chain.tamper(({ method, path }) => {
    if (method === 'POST') sent = true;
    return sent && path.startsWith('/v2/accounts/')
      ? (answer) => answer.replace(/"amount":\s*\d+/, '"amount":100000')
      : undefined;
  });
}
