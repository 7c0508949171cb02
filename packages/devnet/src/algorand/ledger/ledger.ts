/** The chain in memory: blocks so far, the state after the last one, and what waits for the next. */
import { checkGroup } from '../check/checkGroup.ts';
import { type Block, buildBlock, buildGenesisBlock } from '../blocks/block.ts';
import { Refusal, TransactionError } from '../errors.ts';
import { consensus } from '../params.ts';
import { type PreparedTransaction, prepareTransaction } from '../transactionId.ts';
import type { BlockHeader, SignedTransaction } from '../wire/fields.ts';
import type { Address } from '../address.ts';
import { Belongings } from './belongings.ts';
import {
  type ChainFacts,
  type EvaluatedTransaction,
  evaluateGroup,
  type Evaluation,
} from './evaluate.ts';
import { type Account, State } from './state.ts';

export type LedgerOptions = {
  readonly chain: ChainFacts;
  readonly allocation: ReadonlyMap<Address, Account>;
};

export type FoundTransaction = EvaluatedTransaction & {
  readonly confirmedRound: bigint | undefined;
};

export type Ledger = ReturnType<typeof createLedger>;

export function createLedger({ chain, allocation }: LedgerOptions) {
  const committed = new State();
  committed.counter = consensus.txnCounterStart;
  for (const [address, account] of allocation) committed.accounts.set(address, account);
  const belongings = new Belongings();
  const blocks: [Block, ...Block[]] = [buildGenesisBlock(chain)];
  let pending = new State(committed);
  let waiting: EvaluatedTransaction[] = [];

  const latest = (): Block => blocks.at(-1)!;

  const headerOf = (round: bigint): BlockHeader => {
    const block = blocks[Number(round)];
    if (block === undefined) throw new TransactionError(`no block of round ${round}`);
    return block.header;
  };

  const accept = (group: readonly PreparedTransaction[]): void => {
    const round = latest().round + 1n;
    const offset = waiting.length;
    waiting.push(...evaluateGroup(group, { chain, pending, round, offset, headerOf }));
  };

  return {
    chain,
    /** The state after the latest block. */
    state: committed,
    belongings,
    latest,
    get waiting(): readonly EvaluatedTransaction[] {
      return waiting;
    },

    /** Takes a group for the next block, or throws the refusal its sender gets. */
    submit(group: readonly SignedTransaction[]): readonly PreparedTransaction[] {
      const prepared = checkGroup(group, chain.feeSink);
      try {
        accept(prepared);
      } catch (error) {
        if (!(error instanceof TransactionError)) throw error;
        throw new Refusal(400, `TransactionPool.Remember: ${error.message}`, error.data);
      }
      return prepared;
    },

    /** Applies a group to the state after the latest block, and keeps nothing of it. */
    rehearse(
      group: readonly PreparedTransaction[],
      simulation: Pick<Evaluation, 'calls' | 'authorizerFor'>,
    ): void {
      const round = latest().round + 1n;
      const scratch = new State(committed);
      evaluateGroup(group, { chain, pending: scratch, round, offset: 0, headerOf, ...simulation });
    },

    /** Takes a group that was in a block before; its signatures were checked then. */
    replay(group: readonly SignedTransaction[]): void {
      accept(group.map(prepareTransaction));
    },

    /** Makes a block of what waits, be it nothing. */
    closeBlock(timestamp: bigint): Block {
      const block = buildBlock({ chain, previous: latest(), transactions: waiting, timestamp });
      belongings.update(pending, committed);
      pending.commit();
      blocks.push(block);
      pending = new State(committed);
      waiting = [];
      return block;
    },

    findBlock(round: bigint): Block | undefined {
      return blocks[Number(round)];
    },

    /** A waiting transaction, or one of the last thousand rounds. */
    findTransaction(id: string): FoundTransaction | undefined {
      const included = pending.inclusions.get(id);
      if (included === undefined) return undefined;
      const { round, index } = included;
      if (round > latest().round) return { ...waiting[index]!, confirmedRound: undefined };
      const block = blocks[Number(round)]!;
      const transaction = block.transactions[index]!;
      const isRecent = round + consensus.maxTxnLife >= latest().round;
      return isRecent ? { ...transaction, confirmedRound: round } : undefined;
    },
  };
}
