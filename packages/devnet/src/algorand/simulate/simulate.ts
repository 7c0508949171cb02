/** Applies a group to the state after the latest block, tells what would come of it, and forgets it. */
import type { Address } from '../address.ts';
import { summarizeFees } from '../applications/fees.ts';
import { GroupCalls, type Outcome } from '../applications/groupCalls.ts';
import { describeInvalid, examineGroup, isUnsigned } from '../check/checkGroup.ts';
import { Refusal, TransactionError } from '../errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { consensus } from '../params.ts';
import { prepareTransaction } from '../transactionId.ts';
import type { SignedTransaction } from '../wire/fields.ts';
import { type TrackedUnnamed, trackUnnamed } from './trackUnnamed.ts';

export type SimulationOptions = {
  readonly allowsEmptySignatures: boolean;
  readonly allowsMoreLogging: boolean;
  readonly allowsUnnamedResources: boolean;
  readonly extraBudget: number;
  /** Takes unsigned transactions for signed by whoever must sign them, and says who that is. */
  readonly fixesSigners: boolean;
};

export type SimulatedTransaction = Outcome & {
  readonly signed: SignedTransaction;
  /** Set when the signer that the request says is not the one that is needed. */
  readonly fixedSigner: Address | undefined;
};

export type Simulation = {
  readonly transactions: readonly SimulatedTransaction[];
  readonly failure: { readonly message: string; readonly index: number } | undefined;
  /** Opcode budget the group brought, and took. */
  readonly budgetAdded: number;
  readonly budgetConsumed: number;
  /** Millionths of a base fee. */
  readonly usage: bigint;
  readonly unnamed: TrackedUnnamed | undefined;
};

export const extraBudgetMax = 20_000 * 16;
/** What a simulation with more logging allows. */
export const moreLogging = { calls: 2_048, bytes: 65_536 } as const;

/** Throws a Refusal for what is no group to simulate. */
export function simulateGroup(
  ledger: Ledger,
  group: readonly SignedTransaction[],
  options: SimulationOptions,
): Simulation {
  const { allowsEmptySignatures, extraBudget } = options;
  const transactions = group.map(({ txn = {} }) => txn);
  const hasCalls = transactions.some(({ type }) => type === 'appl');
  const unnamed = options.allowsUnnamedResources ? trackUnnamed(transactions) : undefined;
  const prepared = group.map(prepareTransaction);
  const calls = new GroupCalls(prepared, {
    extraBudget: hasCalls ? extraBudget : 0,
    showsOpcodes: true,
    ...(options.allowsMoreLogging && { logLimits: moreLogging }),
    ...(unnamed && { unnamed }),
  });
  const fixedSigners = new Map<number, Address>();
  const summary = {
    budgetAdded: calls.budget.remaining,
    usage: summarizeFees(transactions).usage,
    unnamed,
  };
  const finish = (failure?: Simulation['failure']): Simulation => ({
    ...summary,
    failure,
    transactions: group.map((signed, index) => ({
      cost: 0,
      applied: {},
      ...calls.outcomes[index],
      signed,
      fixedSigner: fixedSigners.get(index),
    })),
    budgetConsumed: calls.outcomes.reduce((sum, { cost }) => sum + cost, 0),
  });

  const flaw = examineGroup(group, { feeSink: ledger.chain.feeSink, allowsEmptySignatures });
  if ('problem' in flaw) {
    const { part, index, problem } = flaw;
    if (index === undefined) throw new Refusal(400, problem);
    const isSignature = part === 'signature';
    const message = isSignature ? describeInvalid(group[index]!, problem) : problem;
    return { ...finish({ index, message }), budgetAdded: 0 };
  }
  if (extraBudget > extraBudgetMax) {
    throw new Refusal(
      400,
      `extra budget ${extraBudget} > simulation extra budget limit ${extraBudgetMax}`,
    );
  }
  try {
    ledger.rehearse(prepared, {
      calls,
      authorizerFor: (index, expected) => {
        const signed = group[index]!;
        if (!options.fixesSigners || !isUnsigned(signed)) return undefined;
        if (expected !== (signed.sgnr ?? signed.txn?.snd)) fixedSigners.set(index, expected);
        return expected;
      },
    });
    return finish();
  } catch (error) {
    if (!(error instanceof TransactionError)) throw error;
    // A group that fails as a whole, for its fees, fails at its end.
    const index = Math.max(0, calls.outcomes.length - 1);
    return finish({ index, message: error.message });
  }
}

export function checkSimulationOptions(
  options: SimulationOptions,
  groups: readonly (readonly SignedTransaction[])[],
): readonly SignedTransaction[] {
  for (const { length } of groups) {
    if (length === 0) throw new Refusal(400, 'empty txgroup');
    if (length > consensus.maxTxGroupSize) {
      throw new Refusal(
        400,
        `transaction group size ${length} exceeds protocol max ${consensus.maxTxGroupSize}`,
      );
    }
  }
  if (options.fixesSigners && !options.allowsEmptySignatures) {
    throw new Refusal(400, 'FixSigners requires AllowEmptySignatures to be enabled');
  }
  const [group] = groups;
  if (group === undefined || groups.length > 1) {
    throw new Refusal(400, `expected 1 transaction group, got ${groups.length}`);
  }
  return group;
}
