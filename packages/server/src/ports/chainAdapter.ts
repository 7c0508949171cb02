import type { NetworkId, PlannedStep, ReadBackField, TokenType } from '@biatec-tokens/core';
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
  /** What `plan`, `prepare` and `locate` are about. @default the first of `stepsOf` */
  readonly step?: IssueStep;
}

/**
 * One step of an issuance: one signed group or transaction, brought to the chain by its own attempts.
 *
 * A later step is only planned once the one before it is final, so it may lean on what that one made.
 */
export interface IssueStep {
  readonly name: string;
  /** Asset or application that an earlier step made; null before. */
  readonly assetId: bigint | null;
}

/** What the current step sends, measured against the chain as it is now; `prepare` makes it final. */
export interface Plan {
  /** Known beforehand on EVM; null for ids that the chain gives. */
  readonly predictedAddress: string | null;
  /** The most that the network can take for this step. */
  readonly feesBaseUnits: bigint;
  readonly minimumBalanceBaseUnits: bigint;
  /** The account that pays and, on EVM, whose nonce is used. */
  readonly payer: Account;
  /** EVM: the payer's next nonce as the chain knows it. */
  readonly chainNonce: bigint | null;
}

/** Everything an issuance would send and cost, all steps together; made for people, and never signed. */
export interface Preview {
  /** In order. Ids that the chain gives on the way are left open, and named in `dependsOn`. */
  readonly steps: readonly PlannedStep[];
  readonly predictedAddress: string | null;
  /** What the network takes, if the next block includes it. */
  readonly feesBaseUnits: bigint;
  /** The most it can take. */
  readonly feesMaxBaseUnits: bigint;
  /**
   * What stays locked for this token: in the issuer's account, in an application's own, and in a new issuer's account
   * for being one. A sponsor parts with just this and the fees.
   */
  readonly minimumBalanceBaseUnits: bigint;
  readonly payer: Account;
  /** What the payer lacks right now; null: it can pay. */
  readonly lacking: Extract<Refusal, { kind: 'funds' }> | null;
  /** The network asks for more than its usual fee now. */
  readonly congested: boolean;
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

export type Previewed =
  | { readonly ok: true; readonly preview: Preview }
  /** Funds are no reason: a preview comes without them, and says what is lacking. */
  | { readonly ok: false; readonly refusal: Exclude<Refusal, { kind: 'funds' }> };

/** A message that an account of ours is to sign. */
export interface Signing {
  readonly account: Account;
  readonly message: Uint8Array;
}

/** The current step's transactions, final but for their signatures. */
export interface UnsignedIssue {
  readonly deploymentId: string;
  /** In the order of the transactions. */
  readonly signings: readonly Signing[];
}

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
  /** Names of the steps that the issuance takes, in order; `issue` where there is only one. */
  stepsOf(issue: Issue): readonly string[];
  /** Describes every step. What is sent right after differs only in what `dependsOn` names. */
  preview(issue: Issue): Promise<Previewed>;
  /** Measures the current step. */
  plan(issue: Issue): Promise<Planned>;
  /** Makes the current step's transactions final: the same plan and nonce give the same. `nonce` is set on EVM. */
  prepare(issue: Issue, plan: Plan, nonce: bigint | null): UnsignedIssue;
  /**
   * EVM: prepares the same transaction at the same nonce with at least 12.5 % more on both fees.
   * @returns undefined where fees cannot or need not be raised.
   */
  raiseFees(issue: Issue, attempt: Attempt): Promise<UnsignedIssue | undefined>;
  /** Signs what the attempt's stored signature requests are about; nothing is sent. */
  sign(unsigned: UnsignedIssue, attemptNumber: number): Promise<SignedIssue>;
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
