import { features, featuresOf, type Feature, type TokenType } from '@biatec-tokens/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Preview } from '../ports/chainAdapter.ts';
import { describeOutages, usesOf } from './conformance/outages.ts';
import {
  createWorkbench,
  tokenOf,
  type ChainFixture,
  type Done,
  type FeatureChecks,
  type Workbench,
} from './conformance/fixture.ts';
import { createResultsRecorder } from './conformance/results.ts';

export type {
  ChainFixture,
  FeatureChecks,
  IssuedToken,
  IssueFacts,
  Workbench,
} from './conformance/fixture.ts';

export interface ConformanceOptions {
  /** Exactly what the adapter issues. */
  readonly tokenTypes: readonly TokenType[];
  readonly createFixture: () => Promise<ChainFixture>;
  /** Features that only some standards have. */
  readonly checks: FeatureChecks;
}

/**
 * What every chain adapter promises to the engine, whatever the family; and what every standard is proven to do.
 *
 * Tests of features leave results for the support matrix; a feature without a test is not proven.
 */
export function describeChainAdapter(name: string, options: ConformanceOptions): void {
  const { tokenTypes, checks } = options;

  describe(`chain adapter ${name}`, () => {
    let chain: ChainFixture;
    let bench: Workbench;
    const results = createResultsRecorder(name);

    beforeAll(async () => {
      chain = await options.createFixture();
      console.info(`chain adapter ${name}: ${chain.using}, ${chain.node}`);
      const worth = 20n * BigInt(tokenTypes.length);
      bench = createWorkbench(chain, await chain.account(chain.plentyBaseUnits * worth));
    });
    afterAll(async () => {
      results.write(chain.node);
      await chain?.[Symbol.asyncDispose]();
    });

    for (const tokenType of tokenTypes) {
      for (const feature of featuresOf(tokenType)) {
        const check = checks[tokenType]?.[feature] ?? everyStandard[feature]?.(tokenType);
        if (check !== undefined)
          results.proves(tokenType, feature, features[feature].title, () => check(bench));
      }
    }

    test('the adapter issues exactly the standards that are tested', () => {
      expect(chain.adapter.tokenTypes.toSorted()).toEqual(tokenTypes.toSorted());
    });

    test('the node says who it is, and it is who it should be', async () => {
      const { identity, expected } = await chain.adapter.identify();

      expect(identity).not.toBe('');
      if (expected !== null) expect(identity).toBe(expected);
    });

    test('the balance is exact', async () => {
      const funds = chain.plentyBaseUnits + 7n;

      expect(await chain.adapter.balance((await chain.account(funds)).address)).toBe(funds);
      expect(await chain.adapter.balance((await chain.account(0n)).address)).toBe(0n);
    });

    test('what is shown of a plan is JSON-plain', async () => {
      const { issue, signed } = await bench.prepare(await newIssue());
      const { steps } = await bench.preview(issue);

      expect(JSON.parse(JSON.stringify(steps))).toEqual(steps);
      expect(JSON.parse(JSON.stringify(signed.details))).toEqual(signed.details);
    });

    test('bytes that were never sent are absent', async () => {
      const { issue, attempt } = await bench.prepare(await newIssue());

      expect(await chain.adapter.locate(issue, attempt)).toMatchObject({ kind: 'absent' });
    });

    describeOutages(
      async () => bench.prepare(await newIssue()),
      (url) => chain.adapterAt(url, { timeoutMs: 150 }),
    );

    const newIssue = () => bench.newIssue({ tokenType: firstOf(tokenTypes) });
  });
}

type Check = (bench: Workbench) => Promise<void>;

/** What every standard must do; features of some standards come with the family's fixture. */
const everyStandard: Partial<Record<Feature, (tokenType: TokenType) => Check>> = {
  issue: (tokenType) => async (bench) => {
    const issue = await bench.newIssue({ tokenType });

    const steps = await bench.carryOut(issue);

    const { assetId, contractAddress } = tokenOf(steps);
    expect(assetId !== null || contractAddress !== null).toBe(true);
    for (const { plan, signed, sighting } of steps) {
      expect(sighting.transactionId).toBe(signed.transactionId);
      expect(sighting.block.number).toBeGreaterThan(0n);
      expect(plan.payer).toBe(bench.sponsor);
      if (plan.predictedAddress !== null) expect(contractAddress).toBe(plan.predictedAddress);
    }
  },

  unsponsored: (tokenType) => async (bench) => {
    const { adapter, plentyBaseUnits: issuerFunds } = bench.chain;
    const issue = await bench.newIssue({ tokenType, sponsored: false, issuerFunds });
    const before = await adapter.balance(issue.issuer.address);

    const steps = await bench.carryOut(issue);

    const spent = before - (await adapter.balance(issue.issuer.address));
    const most = steps.reduce(
      (sum, { plan }) => sum + plan.feesBaseUnits + plan.minimumBalanceBaseUnits,
      0n,
    );
    expect(spent).toBeGreaterThan(0n);
    expect(spent).toBeLessThanOrEqual(most);
    for (const { plan } of steps) expect(plan.payer).toBe(issue.issuer);
  },

  'read-back': (tokenType) => async (bench) => {
    const { issue, assetId, contractAddress, fields } = await bench.issued({ tokenType });

    expect(fields.length).toBeGreaterThan(4);
    expect(JSON.parse(JSON.stringify(fields))).toEqual(fields);
    // And the comparison is one: what was not asked for is told apart.
    const parameters = { ...issue.parameters, name: 'Another name' };
    const other = await bench.chain.adapter.readBack(
      { ...issue, parameters },
      { assetId, contractAddress },
    );
    expect(other?.find(({ field }) => field === 'name')).toMatchObject({
      asked: 'Another name',
      found: issue.parameters['name'],
      equal: false,
    });
  },

  plan: (tokenType) => async (bench) => {
    const issue = await bench.newIssue({ tokenType });
    const preview = await bench.preview(issue);

    const steps = await bench.carryOut(issue);

    expect(preview.steps.map((step) => step.name)).toEqual(bench.chain.adapter.stepsOf(issue));
    const planned = preview.steps.map(({ transactions }) => transactions);
    expect(await sentBut(bench, steps, planned)).toEqual(plannedBut(bench, planned));
    expect(preview.predictedAddress).toBe(
      preview.predictedAddress === null ? null : tokenOf(steps).contractAddress,
    );
  },

  cost: (tokenType) => async (bench) => {
    const { adapter } = bench.chain;
    const issue = await bench.newIssue({ tokenType });
    const { payer, lacking, ...cost } = await bench.preview(issue);
    const before = await adapter.balance(payer.address);

    await bench.carryOut(issue);

    const spent = before - (await adapter.balance(payer.address));
    expect(spent).toBe(cost.feesBaseUnits + cost.minimumBalanceBaseUnits);
    expect(cost.feesBaseUnits).toBeLessThanOrEqual(cost.feesMaxBaseUnits);
    expect(lacking).toBeNull();
    expect(payer).toBe(bench.sponsor);
  },

  'same-bytes': (tokenType) => async (bench) => {
    const { issue, plan, signed } = await bench.prepare(await bench.newIssue({ tokenType }));

    const { adapter } = bench.chain;
    const unsigned = adapter.prepare(issue, plan, plan.chainNonce);
    expect(adapter.prepare(issue, plan, plan.chainNonce)).toEqual(unsigned);
    expect(await adapter.sign(unsigned, 1)).toEqual(signed);
  },

  'lost-reply': (tokenType) => async (bench) => {
    const { adapter } = bench.chain;
    const steps = await bench.carryOut(await bench.newIssue({ tokenType }), async (prepared) => {
      await adapter.broadcast(prepared.signed.bytes);
      await adapter.broadcast(prepared.signed.bytes);
    });
    const balance = await adapter.balance(bench.sponsor.address);

    for (const step of steps) {
      await adapter.broadcast(step.signed.bytes);
      const { final: _final, finality: _finality, ...again } = await bench.untilFinal(step);
      expect(step.sighting).toMatchObject(again);
    }

    expect(await adapter.balance(bench.sponsor.address)).toBe(balance);
  },

  funds: (tokenType) => async (bench) => {
    const issue = await bench.newIssue({ tokenType, sponsored: false });

    const { lacking, ...cost } = await bench.preview(issue);
    const planned = await bench.chain.adapter.plan(issue);

    expect(planned).toMatchObject({
      ok: false,
      refusal: {
        kind: 'funds',
        payer: 'issuer',
        address: issue.issuer.address,
        presentBaseUnits: 0n,
      },
    });
    expect(planned).toMatchObject({ refusal: lacking });
    expect(lacking?.neededBaseUnits).toBeGreaterThanOrEqual(
      cost.feesMaxBaseUnits + cost.minimumBalanceBaseUnits,
    );
  },

  'wrong-network': (tokenType) => async (bench) => {
    const prepared = await bench.prepare(await bench.newIssue({ tokenType }));
    const stranger = bench.chain.strangerAdapter();

    for (const use of [
      ...usesOf(stranger, prepared),
      () => stranger.broadcast(prepared.signed.bytes),
    ])
      await expect(use()).rejects.toMatchObject({ code: 'BLOCKCHAIN_WRONG_NETWORK' });

    expect(await bench.chain.adapter.locate(prepared.issue, prepared.attempt)).toMatchObject({
      kind: 'absent',
    });
  },
};

type PlannedSteps = readonly Preview['steps'][number]['transactions'][];

/** What the plan shows, without the fields it says are only known when it is signed. */
function plannedBut({ chain }: Workbench, planned: PlannedSteps): Record<string, unknown>[][] {
  return planned.map((transactions) =>
    transactions.map((transaction) =>
      omit(chain.fieldsOfPlanned(transaction), openFields(chain, transaction)),
    ),
  );
}

/** What the chain says it included, without the same fields; each of these must be there. */
async function sentBut(
  { chain }: Workbench,
  steps: readonly Done[],
  planned: PlannedSteps,
): Promise<Record<string, unknown>[][]> {
  return Promise.all(
    steps.map(async ({ signed }, step) => {
      const sent = await chain.fieldsOnChain(signed);
      return sent.map((fields, index) => {
        const transaction = planned[step]?.[index];
        return transaction === undefined ? fields : omit(fields, openFields(chain, transaction));
      });
    }),
  );
}

/** Reads `dependsOn`: "the round it is signed at: firstValid, lastValid". */
function openFields(
  { fieldNames }: ChainFixture,
  { dependsOn }: PlannedSteps[number][number],
): string[] {
  return dependsOn.flatMap((sentence) => {
    const names = sentence.slice(sentence.indexOf(': ') + 2).split(', ');
    return names.map((fieldName) => fieldNames[fieldName] ?? `no field "${fieldName}"`);
  });
}

function omit(fields: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

function firstOf<T>(items: readonly T[]): T {
  const [first] = items;
  if (first === undefined) throw new Error('Expected the adapter to issue at least one standard');
  return first;
}
