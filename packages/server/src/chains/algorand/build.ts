import type { SuggestedParams, Transaction } from 'algosdk';
import type { Account } from '../../ports/store/index.ts';
import type { ChainParams } from './chainParams.ts';
import { groupIdOf } from './transactionId.ts';

/** Rounds a transaction stays valid: long enough for a slow node, short enough to know soon that it never came. */
const windowRounds = 200n;

/** Bytes that a signature adds to a transaction, for the fee per byte of a congested network. */
const signatureBytes = 75;

/** What the transactions of a group have in common, and each its own of it. */
export interface Common {
  readonly suggestedParams: SuggestedParams;
  readonly note: Uint8Array;
  readonly lease: Uint8Array;
}

/** A transaction before its rounds and its fee are known. */
export interface Draft {
  readonly signer: Account;
  /** What it does, for people. */
  readonly description: string;
  /** Whether it goes to an application that an earlier step has yet to make. */
  readonly awaitsApplication?: boolean;
  build(common: Common): Transaction;
}

/** What is signed and sent as one: all of it happens, or none. */
export interface Group {
  readonly transactions: readonly Transaction[];
  /** Who signs each of them. */
  readonly signers: readonly Account[];
  /** Of all together, in µALGO; the first transaction pays it. */
  readonly fee: bigint;
  readonly firstValid: bigint;
  readonly lastValid: bigint;
}

export interface GroupInput {
  readonly drafts: readonly Draft[];
  readonly params: ChainParams;
  readonly note: Uint8Array;
  /**
   * Lease of a sender's first transaction and of its further ones, numbered from 1: each different.
   *
   * It makes a second group of the same step impossible while this one is valid.
   */
  readonly leaseOf: (further: number) => Uint8Array;
}

/** Builds a group that is valid from now on, and whose first transaction pays for all. */
export function buildGroup(input: GroupInput): Group {
  const { drafts, params } = input;
  const fee = feeOf(input);
  const transactions = buildTransactions(input, fee);
  if (transactions.length > 1) {
    const group = groupIdOf(transactions.map((transaction) => transaction.bytesToSign()));
    for (const transaction of transactions) transaction.group = group;
  }
  return {
    transactions,
    signers: drafts.map(({ signer }) => signer),
    fee,
    firstValid: params.lastRound,
    lastValid: params.lastRound + windowRounds,
  };
}

function buildTransactions(
  { drafts, params, note, leaseOf }: GroupInput,
  fee: bigint,
): Transaction[] {
  const earlier = (draft: Draft, index: number) =>
    drafts.slice(0, index).filter(({ signer }) => signer.address === draft.signer.address).length;
  return drafts.map((draft, index) =>
    draft.build({
      suggestedParams: {
        flatFee: true,
        fee: index === 0 ? fee : 0n,
        minFee: params.minFee,
        firstValid: params.lastRound,
        lastValid: params.lastRound + windowRounds,
        genesisID: params.genesisId,
        genesisHash: Buffer.from(params.genesisHash, 'base64'),
      },
      note,
      lease: leaseOf(earlier(draft, index)),
    }),
  );
}

/** The usual fee for each transaction, or by size while the network is congested. */
function feeOf(input: GroupInput): bigint {
  const { minFee, feePerByte } = input.params;
  if (feePerByte === 0n) return minFee * BigInt(input.drafts.length);
  return buildTransactions(input, 0n).reduce((sum, transaction) => {
    const bySize = feePerByte * BigInt(transaction.toByte().length + signatureBytes);
    return sum + (bySize > minFee ? bySize : minFee);
  }, 0n);
}
