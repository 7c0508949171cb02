/** Blocks: a header that names the one before, and the transactions with what applying them brought. */
import { createHash } from 'node:crypto';
import type { ChainFacts, EvaluatedTransaction } from '../ledger/evaluate.ts';
import { digestOf } from '../hash.ts';
import { consensus } from '../params.ts';
import { encodeWire } from '../wire/encode.ts';
import {
  type BlockHeader,
  blockHeaderFields,
  type TransactionInBlock,
  transactionInBlockFields,
} from '../wire/fields.ts';
import { commitTransactions } from './commitment.ts';

export type Block = {
  readonly round: bigint;
  readonly header: BlockHeader;
  readonly hash: Uint8Array;
  readonly hash512: Uint8Array;
  /** Seconds since 1970. */
  readonly timestamp: bigint;
  readonly transactions: readonly EvaluatedTransaction[];
};

const stateProofTracking = new Map([[0n, { n: 512n }]]);

export function buildGenesisBlock(chain: ChainFacts): Block {
  return seal({
    transactions: [],
    header: {
      ...chainHeader(chain),
      seed: chain.genesisHash,
      tc: consensus.txnCounterStart,
      // The first block commits to its empty list the old way, flat.
      txn: digestOf('PF', Uint8Array.of(0x90)),
    },
  });
}

export type NextBlock = {
  readonly chain: ChainFacts;
  readonly previous: Block;
  readonly transactions: readonly EvaluatedTransaction[];
  readonly timestamp: bigint;
};

export function buildBlock({ chain, previous, transactions, timestamp }: NextBlock): Block {
  const inBlock = transactions.map(toTransactionInBlock);
  const encodedInBlock = inBlock.map((item) => encodeWire(transactionInBlockFields, item));
  const size = BigInt(encodedInBlock.reduce((sum, bytes) => sum + bytes.length, 0));
  const leaves = transactions.map(({ encoded }, index) => ({
    encoded,
    inBlock: encodedInBlock[index]!,
  }));
  return seal({
    transactions,
    header: {
      ...chainHeader(chain),
      rnd: previous.round + 1n,
      prev: previous.hash,
      prev512: previous.hash512,
      // No one draws lots on this chain; the seed is only different in every block.
      seed: digestOf('BH', previous.hash),
      ts: timestamp,
      bi: consensus.bonus,
      fc: transactions.reduce((sum, { txn }) => sum + (txn.fee ?? 0n), 0n),
      ld: (size * 1_000_000n) / consensus.maxTxnBytesPerBlock,
      spt: stateProofTracking,
      tc: (previous.header.tc ?? 0n) + BigInt(transactions.length),
      ...commitTransactions(leaves),
    },
  });
}

/** A block keeps the genesis once, in its header. */
export function toTransactionInBlock({
  signed,
  applied,
}: EvaluatedTransaction): TransactionInBlock {
  const { gen, gh: _, ...txn } = signed.txn ?? {};
  return { ...signed, ...applied, txn, hgi: gen !== undefined };
}

function chainHeader(chain: ChainFacts): BlockHeader {
  return {
    gen: chain.genesisId,
    gh: chain.genesisHash,
    proto: consensus.version,
    fees: chain.feeSink,
    rwd: chain.rewardsPool,
    rwcalr: consensus.rewardsRateRefreshInterval,
  };
}

function seal({ header, transactions }: Pick<Block, 'header' | 'transactions'>): Block {
  const encoded = encodeWire(blockHeaderFields, header);
  return {
    round: header.rnd ?? 0n,
    header,
    hash: digestOf('BH', encoded),
    hash512: createHash('sha512').update('BH').update(encoded).digest(),
    timestamp: header.ts ?? 0n,
    transactions,
  };
}
