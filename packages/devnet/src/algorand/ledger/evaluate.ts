/** Applies a group to the state of the next block: all of it, or none. */
import { type Address, encodeAddress } from '../address.ts';
import { applyTransaction, type AppliedTransaction } from '../apply/apply.ts';
import { checkMinimumBalances } from '../apply/balances.ts';
import { authorizerOf } from '../check/signature.ts';
import { evaluation, TransactionError } from '../errors.ts';
import { digestText } from '../hash.ts';
import { consensus } from '../params.ts';
import type { PreparedTransaction } from '../transactionId.ts';
import type { ApplyData, Transaction } from '../wire/fields.ts';
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
};

/** Throws a TransactionError, and then the pending state is as it was. */
export function evaluateGroup(
  group: readonly PreparedTransaction[],
  { chain, pending, round, offset }: Evaluation,
): readonly EvaluatedTransaction[] {
  const state = new State(pending);
  const evaluated = group.map((prepared, index) => {
    const applied = evaluateTransaction(prepared, { chain, state, round });
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

type Step = { readonly chain: ChainFacts; readonly state: State; readonly round: bigint };

function evaluateTransaction(
  prepared: PreparedTransaction,
  { chain, state, round }: Step,
): ApplyData {
  const { id, signed } = prepared;
  const txn = prepared.txn as AppliedTransaction;
  checkAlive(txn, chain, round);
  checkNotIncluded(prepared, state, round);
  const expected = state.getAccount(txn.snd).authAddress ?? txn.snd;
  const actual = authorizerOf(signed);
  if (actual !== expected) {
    throw new TransactionError(evaluation.wrongAuthorizer(id, expected, actual));
  }
  try {
    const applied = applyTransaction({ txn, state, round, feeSink: chain.feeSink });
    checkMinimumBalances(state, [chain.feeSink, chain.rewardsPool]);
    return applied;
  } catch (error) {
    if (!(error instanceof TransactionError)) throw error;
    throw new TransactionError(evaluation.inTransaction(id, error.message), { cause: error });
  }
}

function checkAlive(txn: Transaction, chain: ChainFacts, round: bigint): void {
  const { fv: first = 0n, lv: last = 0n } = txn;
  if (round < first || round > last) {
    throw new TransactionError(evaluation.dead({ round, first, last }));
  }
  if (txn.gen !== undefined && txn.gen !== chain.genesisId) {
    throw new TransactionError(evaluation.wrongGenesisId(txn.gen, chain.genesisId));
  }
  if (txn.gh === undefined) throw new TransactionError(evaluation.missingGenesisHash());
  if (!Buffer.from(txn.gh).equals(chain.genesisHash)) {
    const texts = [digestText(txn.gh), digestText(chain.genesisHash)] as const;
    throw new TransactionError(evaluation.wrongGenesisHash(...texts));
  }
}

/** The lease is asked before the id, so sending a leased transaction twice answers with its lease. */
function checkNotIncluded({ id, txn }: PreparedTransaction, state: State, round: bigint): void {
  const included = state.inclusions.get(id);
  const isInThisRound = included?.round === round;
  if (isInThisRound) throw new TransactionError(evaluation.alreadyInLedger(id));
  if (txn.lx !== undefined) {
    const heldUntil = state.leases.get(leaseKey(txn.snd!, txn.lx));
    if (heldUntil !== undefined && round <= heldUntil) {
      throw new TransactionError(evaluation.overlappingLease(id, txn.snd!, encodeAddress(txn.lx)));
    }
  }
  if (included !== undefined) throw new TransactionError(evaluation.alreadyInLedger(id));
}

/** Fees are pooled: what counts is what the group pays together. */
function checkFees(group: readonly PreparedTransaction[]): void {
  let usage = 0n;
  let paid = 0n;
  for (const { txn } of group) {
    const extra = Math.max(0, (txn.note?.length ?? 0) - consensus.maxTxnNoteBytes);
    usage += 1_000_000n + BigInt(extra) * consensus.perByteTxnSurcharge;
    paid += txn.fee ?? 0n;
  }
  const base = consensus.minTxnFee;
  const needed = (base * usage + 999_999n) / 1_000_000n;
  if (paid < needed) {
    throw new TransactionError(evaluation.feesTooLow({ paid, needed, usage, base }));
  }
}
