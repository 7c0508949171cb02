import type { Feature, PlannedTransaction, ReadBackField, TokenType } from '@biatec-tokens/core';
import { expect, vi } from 'vitest';
import type {
  ChainAdapter,
  Issue,
  Plan,
  Preview,
  Sighting,
  SignedIssue,
} from '../../ports/chainAdapter.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Attempt } from '../../ports/store/deployments.ts';

/** A chain of one family to run the suite against. */
export interface ChainFixture extends AsyncDisposable {
  /** Which chain this is; printed, so that a run says what it proves. */
  readonly using: string;
  /** What the results are filed under: `anvil 1.7.1`. */
  readonly node: string;
  readonly adapter: ChainAdapter;
  /** More than any issuance costs. */
  readonly plentyBaseUnits: bigint;
  /** An adapter as for this chain, but with a node at another address. */
  adapterAt(url: string, options: { readonly timeoutMs: number }): ChainAdapter;
  /** An adapter that asks this chain's node and expects another chain. */
  strangerAdapter(): ChainAdapter;
  /** A fresh account whose key the adapters' signer holds. */
  account(balanceBaseUnits: bigint): Promise<Account>;
  /** Valid stored parameters of a request, perhaps with some fields changed. */
  parametersOf(
    tokenType: TokenType,
    issuer: Account,
    changes?: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<Record<string, unknown>>>;
  /** Field by field what a plan shows, in the names that the chain's own encoding has. */
  fieldsOfPlanned(transaction: PlannedTransaction): Record<string, unknown>;
  /** The same of what the chain says it included. */
  fieldsOnChain(signed: SignedIssue): Promise<Record<string, unknown>[]>;
  /** Names of the encoding for the fields that a plan's `dependsOn` speaks of. */
  readonly fieldNames: Readonly<Record<string, string>>;
}

/** Tests of features that only some standards have; the suite makes the rest of the token's life. */
export type FeatureChecks = Partial<
  Record<TokenType, Partial<Record<Feature, (workbench: Workbench) => Promise<void>>>>
>;

/** One step of an issuance as the engine would have it. */
export interface Prepared {
  readonly issue: Issue;
  readonly plan: Plan;
  readonly signed: SignedIssue;
  readonly attempt: Attempt;
}

export type Included = Extract<Sighting, { kind: 'included' }>;

/** A step that is on chain. */
export interface Done extends Prepared {
  readonly sighting: Included;
}

/** A token that is on chain, every requested parameter as asked. */
export interface IssuedToken {
  readonly issue: Issue;
  readonly steps: readonly Done[];
  readonly assetId: bigint | null;
  readonly contractAddress: string | null;
  readonly fields: readonly ReadBackField[];
}

export interface IssueFacts {
  readonly tokenType: TokenType;
  /** @default true */
  readonly sponsored?: boolean;
  /** @default none */
  readonly issuerFunds?: bigint;
  /** Changes of the request, perhaps by who issues it. */
  readonly changes?:
    | Readonly<Record<string, unknown>>
    | ((issuer: Account) => Readonly<Record<string, unknown>>);
}

/** Makes issuances, one step at a time or all of it. */
export interface Workbench {
  readonly chain: ChainFixture;
  readonly sponsor: Account;
  newIssue(facts: IssueFacts): Promise<Issue>;
  preview(issue: Issue): Promise<Preview>;
  /** Plans and signs the step that the issue is at. */
  prepare(issue: Issue): Promise<Prepared>;
  untilFinal(prepared: Prepared): Promise<Included>;
  /** Sends every step, each once the one before it is final. */
  carryOut(issue: Issue, send?: (prepared: Prepared) => Promise<void>): Promise<Done[]>;
  /** Issues a token and reads it back; every field must be as asked. */
  issued(facts: IssueFacts): Promise<IssuedToken>;
}

const deadlineMs = 20_000;
let issues = 0;

export function createWorkbench(chain: ChainFixture, sponsor: Account): Workbench {
  const { adapter } = chain;

  const workbench: Workbench = {
    chain,
    sponsor,

    async newIssue({ tokenType, sponsored = true, issuerFunds = 0n, changes = {} }) {
      const issuer = await chain.account(issuerFunds);
      issues += 1;
      return {
        deploymentId: `dep_conformance${process.pid}x${Date.now()}x${issues}`,
        tokenType,
        parameters: await chain.parametersOf(
          tokenType,
          issuer,
          typeof changes === 'function' ? changes(issuer) : changes,
        ),
        issuer,
        sponsor: sponsored ? sponsor : null,
      };
    },

    async preview(issue) {
      const previewed = await adapter.preview(issue);
      if (!previewed.ok) throw new Error(`Expected a preview: ${previewed.refusal.reason}`);
      return previewed.preview;
    },

    async prepare(issue) {
      const planned = await adapter.plan(issue);
      if (!planned.ok) throw new Error(`Expected a plan: ${JSON.stringify(planned.refusal.kind)}`);
      const { plan } = planned;
      const signed = await adapter.sign(adapter.prepare(issue, plan, plan.chainNonce), 1);
      return { issue, plan, signed, attempt: attemptOf(adapter, { issue, plan, signed }) };
    },

    untilFinal: ({ issue, attempt }) =>
      vi.waitFor(
        async () => {
          const sighting = await adapter.locate(issue, attempt);
          expect(sighting).toMatchObject({ kind: 'included', final: true });
          return sighting as Included;
        },
        { timeout: deadlineMs, interval: 50 },
      ),

    async carryOut(issue, send = broadcastOnce) {
      const done: Done[] = [];
      for (const name of adapter.stepsOf(issue)) {
        const made = done.map(({ sighting }) => sighting.assetId).find((id) => id !== null);
        const step = { name, assetId: made ?? null };
        const prepared = await workbench.prepare({ ...issue, step });
        await send(prepared);
        done.push({ ...prepared, sighting: await workbench.untilFinal(prepared) });
      }
      return done;
    },

    async issued(facts) {
      const issue = await workbench.newIssue(facts);
      const steps = await workbench.carryOut(issue);
      const token = tokenOf(steps);
      const fields = (await adapter.readBack(issue, token)) ?? [];
      expect(fields.filter(({ equal }) => !equal)).toEqual([]);
      return { issue, steps, ...token, fields };
    },
  };

  async function broadcastOnce({ signed }: Prepared): Promise<void> {
    expect(await adapter.broadcast(signed.bytes)).toMatchObject({ kind: 'taken' });
  }

  return workbench;
}

/** The ids that the steps gave a token. */
export function tokenOf(steps: readonly Done[]): Pick<IssuedToken, 'assetId' | 'contractAddress'> {
  const [first] = steps;
  if (first === undefined) throw new Error('Expected at least one step');
  const { assetId, contractAddress } = first.sighting;
  return { assetId, contractAddress };
}

function attemptOf(
  adapter: ChainAdapter,
  { issue, plan, signed }: Omit<Prepared, 'attempt'>,
): Attempt {
  const now = new Date();
  const step = issue.step === undefined ? 0 : adapter.stepsOf(issue).indexOf(issue.step.name);
  return {
    deploymentId: issue.deploymentId,
    number: 1,
    step: step + 1,
    networkId: adapter.networkId,
    sender: plan.payer.address,
    nonce: plan.chainNonce,
    firstValid: signed.firstValid,
    lastValid: signed.lastValid,
    variants: [
      {
        transactionId: signed.transactionId,
        bytes: signed.bytes,
        signedAt: now,
        details: signed.details,
      },
    ],
    broadcasts: 1,
    lastBroadcastAt: now,
    lastAnswer: null,
    outcome: 'open',
    createdAt: now,
  };
}
