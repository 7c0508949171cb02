/** Applies a group to the state of the next block: all of it, or none. */
import { type Address, encodeAddress } from '../address.ts';
import { summarizeFees } from '../applications/fees.ts';
import { GroupCalls } from '../applications/groupCalls.ts';
import { applyTransaction, type AppliedTransaction, type CallScope } from '../apply/apply.ts';
import { checkMinimumBalances } from '../apply/balances.ts';
import { authorizerOf } from '../check/signature.ts';
import { evaluation as sentences, TransactionError } from '../errors.ts';
import { digestText } from '../hash.ts';
import { consensus } from '../params.ts';
import type { PreparedTransaction } from '../transactionId.ts';
import type { ApplyData, BlockHeader, Transaction } from '../wire/fields.ts';
import type { ChainView } from '../avm/environment.ts';
import { leaseKey, State } from './state.ts';

/** What evaluation needs to know about the chain. */
export type ChainFacts = {
  readonly genesisId: string;
  readonly genesisHash: Uint8Array;
  readonly feeSink: Address;
  readonly rewardsPool: Address;
};

export type EvaluatedTransaction = PreparedTransaction & { readonly applied: ApplyData };

export type Evaluation = {
  readonly chain: ChainFacts;
  /** The state after the groups already accepted for this round. */
  readonly pending: State;
  readonly round: bigint;
  /** Number of transactions already accepted for this round. */
  readonly offset: number;
  /** The headers of the blocks so far. */
  readonly headerOf: (round: bigint) => BlockHeader;
  /** Set by a simulation, which looks into them afterwards. @default made when the group calls applications */
  readonly calls?: GroupCalls;
  /** Says whose signature an unsigned transaction stands for. @default its sender's */
  readonly authorizerFor?: (index: number, expected: Address) => Address | undefined;
};

/** Throws a TransactionError, and then the pending state is as it was. */
export function evaluateGroup(
  group: readonly PreparedTransaction[],
  evaluation: Evaluation,
): readonly EvaluatedTransaction[] {
  const { pending, round, offset } = evaluation;
  const state = new State(pending);
  const view = chainView(evaluation);
  const calls = evaluation.calls ?? createCalls(group);
  const evaluated = group.map((prepared, index) => {
    const call = calls && { calls, groupIndex: index, chain: view };
    const applied = evaluateTransaction(prepared, { evaluation, state, index, call });
    state.inclusions.set(prepared.id, { round, index: offset + index });
    if (prepared.txn.lx !== undefined) {
      state.leases.set(leaseKey(prepared.txn.snd!, prepared.txn.lx), prepared.txn.lv ?? 0n);
    }
    state.counter += 1n;
    return { ...prepared, applied };
  });
  checkFees(group);
  state.commit();
  return evaluated;
}

function createCalls(group: readonly PreparedTransaction[]): GroupCalls | undefined {
  return group.some(({ txn }) => txn.type === 'appl') ? new GroupCalls(group) : undefined;
}

function chainView({ chain, round, headerOf }: Evaluation): ChainView {
  const { genesisHash } = chain;
  return { round, genesisHash, headerOf, latestTimestamp: headerOf(round - 1n).ts ?? 0n };
}

type Step = {
  readonly evaluation: Evaluation;
  readonly state: State;
  readonly index: number;
  readonly call: CallScope | undefined;
};

function evaluateTransaction(
  prepared: PreparedTransaction,
  { evaluation: { chain, round, authorizerFor }, state, index, call }: Step,
): ApplyData {
  const { id, signed } = prepared;
  const txn = prepared.txn as AppliedTransaction;
  // Until it is applied nothing has come of it; a simulation reads this of the one that fails.
  call?.calls.noteOutcome(index, {});
  checkAlive(txn, chain, round);
  checkNotIncluded(prepared, state, round);
  const expected = state.getAccount(txn.snd).authAddress ?? txn.snd;
  const actual = authorizerFor?.(index, expected) ?? authorizerOf(signed);
  if (actual !== expected) {
    throw new TransactionError(sentences.wrongAuthorizer(id, expected, actual));
  }
  try {
    const applied = applyTransaction({ txn, state, round, call, feeSink: chain.feeSink });
    call?.calls.record(index, applied);
    checkMinimumBalances(state, [chain.feeSink, chain.rewardsPool]);
    return applied;
  } catch (error) {
    if (!(error instanceof TransactionError)) throw error;
    const { message, data } = error;
    throw new TransactionError(sentences.inTransaction(id, message), {
      cause: error,
      ...(data && { data }),
    });
  }
}

function checkAlive(txn: Transaction, chain: ChainFacts, round: bigint): void {
  const { fv: first = 0n, lv: last = 0n } = txn;
  if (round < first || round > last) {
    throw new TransactionError(sentences.dead({ round, first, last }));
  }
  if (txn.gen !== undefined && txn.gen !== chain.genesisId) {
    throw new TransactionError(sentences.wrongGenesisId(txn.gen, chain.genesisId));
  }
  if (txn.gh === undefined) throw new TransactionError(sentences.missingGenesisHash());
  if (!Buffer.from(txn.gh).equals(chain.genesisHash)) {
    const texts = [digestText(txn.gh), digestText(chain.genesisHash)] as const;
    throw new TransactionError(sentences.wrongGenesisHash(...texts));
  }
}

/** The lease is asked before the id, so sending a leased transaction twice answers with its lease. */
function checkNotIncluded({ id, txn }: PreparedTransaction, state: State, round: bigint): void {
  const included = state.inclusions.get(id);
  const isInThisRound = included?.round === round;
  if (isInThisRound) throw new TransactionError(sentences.alreadyInLedger(id));
  if (txn.lx !== undefined) {
    const heldUntil = state.leases.get(leaseKey(txn.snd!, txn.lx));
    if (heldUntil !== undefined && round <= heldUntil) {
      throw new TransactionError(sentences.overlappingLease(id, txn.snd!, encodeAddress(txn.lx)));
    }
  }
  if (included !== undefined) throw new TransactionError(sentences.alreadyInLedger(id));
}

/** Fees are pooled: what counts is what the group pays together. */
function checkFees(group: readonly PreparedTransaction[]): void {
  const { usage, paid } = summarizeFees(group.map(({ txn }) => txn));
  const base = consensus.minTxnFee;
  const needed = (base * usage + 999_999n) / 1_000_000n;
  if (paid < needed) {
    throw new TransactionError(sentences.feesTooLow({ paid, needed, usage, base }));
  }
}
