import type { NetworkId, ReadBackField, TokenType } from '@biatec-tokens/core';
import type { Account } from './store/accounts.ts';
import type { Attempt, BlockReference } from './store/deployments.ts';

/** What is to be issued, and by whom. */
export interface Issue {
  readonly deploymentId: string;
  readonly tokenType: TokenType;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly issuer: Account;
  /** Pays the fees; null: the issuer pays. */
  readonly sponsor: Account | null;
}

/** What issuing would send and cost, measured against the chain as it is now. */
export interface Plan {
  /** Unsigned transactions as the caller may see them, JSON-plain. */
  readonly transactions: readonly Readonly<Record<string, unknown>>[];
  /** Known beforehand on EVM; null for ids that the chain gives. */
  readonly predictedAddress: string | null;
  readonly feesBaseUnits: bigint;
  readonly minimumBalanceBaseUnits: bigint;
  /** The account that pays and, on EVM, whose nonce is used. */
  readonly payer: Account;
  /** EVM: the payer's next nonce as the chain knows it. */
  readonly chainNonce: bigint | null;
}

/** Why an issuance cannot go ahead now. */
export type Refusal =
  | {
      readonly kind: 'funds';
      readonly payer: 'sponsor' | 'issuer';
      readonly address: string;
      readonly neededBaseUnits: bigint;
      readonly presentBaseUnits: bigint;
    }
  /** The network would undo it: no attempt is worth signing. */
  | { readonly kind: 'reverts'; readonly reason: string };

export type Planned =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly refusal: Refusal };

export interface SignedIssue {
  readonly transactionId: string;
  readonly bytes: Uint8Array;
  readonly firstValid: bigint | null;
  readonly lastValid: bigint | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What a node said to signed bytes. None of it decides anything; `locate` does. */
export interface BroadcastAnswer {
  readonly kind: 'taken' | 'refused' | 'unknown';
  readonly answer: string;
}

/** Where an attempt's transaction is, by the chain itself. */
export type Sighting =
  | { readonly kind: 'pool'; readonly transactionId: string }
  | {
      readonly kind: 'included';
      readonly transactionId: string;
      readonly block: BlockReference;
      readonly assetId: bigint | null;
      readonly contractAddress: string | null;
      /** Final enough for the network's table row. */
      readonly final: boolean;
      /** Why not yet, when not final. */
      readonly finality: string;
    }
  | {
      readonly kind: 'reverted';
      readonly transactionId: string;
      readonly block: BlockReference;
      readonly reason: string;
      readonly final: boolean;
    }
  /** Nowhere now; may still be included when the bytes are sent again. */
  | { readonly kind: 'absent'; readonly message: string }
  /** Nowhere, and proven that it can never be included. */
  | { readonly kind: 'impossible'; readonly proof: string }
  /** Nowhere that this node can see, and only another node could tell. */
  | { readonly kind: 'undecidable'; readonly message: string };

/** What a network is known by: a genesis hash or a chain id (and on a local chain its first block). */
export interface ChainIdentity {
  /** Text to compare and to pin. */
  readonly identity: string;
  readonly expected: string | null;
}

/**
 * One network, behind the same promises whatever its family.
 *
 * Methods throw AppError BLOCKCHAIN_UNREACHABLE, BLOCKCHAIN_INVALID_ANSWER or BLOCKCHAIN_WRONG_NETWORK;
 * each call ends within its timeout. A node of another network is never used: every method refuses.
 */
export interface ChainAdapter {
  readonly networkId: NetworkId;
  readonly family: 'avm' | 'evm';
  /** Standards that can be issued through this adapter. */
  readonly tokenTypes: readonly TokenType[];
  /** Asks the node who it is, and refuses a stranger. */
  identify(): Promise<ChainIdentity>;
  /** Balance of an account in native base units. */
  balance(address: string): Promise<bigint>;
  plan(issue: Issue): Promise<Planned>;
  /** Signs; nothing is sent. `nonce` is set on EVM. */
  sign(issue: Issue, plan: Plan, nonce: bigint | null): Promise<SignedIssue>;
  /**
   * EVM: signs the same transaction at the same nonce with at least 12.5 % more on both fees.
   * @returns undefined where fees cannot or need not be raised.
   */
  raiseFees(issue: Issue, attempt: Attempt): Promise<SignedIssue | undefined>;
  broadcast(bytes: Uint8Array): Promise<BroadcastAnswer>;
  locate(issue: Issue, attempt: Attempt): Promise<Sighting>;
  /**
   * Reads every requested parameter back, as of the given block where the node still can, so that what holders do
   * right afterwards does not count.
   * @returns undefined when the token is not readable yet.
   */
  readBack(
    issue: Issue,
    token: {
      readonly assetId: bigint | null;
      readonly contractAddress: string | null;
      readonly block?: BlockReference | null;
    },
  ): Promise<ReadBackField[] | undefined>;
}
