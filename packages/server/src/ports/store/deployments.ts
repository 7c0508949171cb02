import type {
  DeploymentError,
  DeploymentEvent,
  DeploymentState,
  NetworkId,
  ReadBackField,
  ReasonCode,
  TokenType,
} from '@biatec-tokens/core';
import type { AuditEntry, Actor } from './audit.ts';
import type { WholeContent } from './contents.ts';
import type { IdempotencyClaim } from './idempotency.ts';

/** Where in a chain something stands. */
export interface BlockReference {
  readonly number: bigint;
  readonly hash: string | null;
}

/** What a deployment waits for; shown by `why`. */
export interface Waiting {
  readonly kind:
    | 'worker'
    | 'node'
    | 'wrong-network'
    | 'sponsor-funds'
    | 'inclusion'
    | 'finality'
    | 'window'
    | 'nonce'
    | 'archival-node'
    | 'key-provider'
    | 'ipfs'
    | 'network-disabled'
    | 'person';
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly since: Date;
}

/** One issuance, from request to Completed. */
export interface Deployment {
  readonly id: string;
  readonly organizationId: string;
  readonly networkId: NetworkId;
  readonly tokenType: TokenType;
  readonly reference: string | null;
  /** Frozen with the request; JSON-plain. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly issuerAccountId: string;
  readonly issuer: string;
  readonly state: DeploymentState;
  /** Grows by one with every change; changes are compare-and-set on it. */
  readonly version: number;
  /** Sequence of the last history entry. */
  readonly sequence: number;
  readonly transactionId: string | null;
  readonly block: BlockReference | null;
  readonly assetId: bigint | null;
  readonly contractAddress: string | null;
  readonly readBack: readonly ReadBackField[] | null;
  readonly error: DeploymentError | null;
  readonly waiting: Waiting | null;
  readonly correlationId: string;
  /** User id. */
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** When a worker should look next; null when resting. */
  readonly dueAt: Date | null;
}

export interface HistoryRow {
  readonly deploymentId: string;
  /** From 1 without a gap. */
  readonly sequence: number;
  readonly state: DeploymentState;
  readonly reason: ReasonCode;
  readonly message: string;
  readonly transactionId: string | null;
  readonly block: BlockReference | null;
  readonly actor: string;
  readonly at: Date;
}

/** One signed form of an attempt. Algorand attempts have one; EVM attempts get one more with every fee raise. */
export interface SignedVariant {
  /** The transaction that makes the token; on Algorand the issuer's transaction of the group. */
  readonly transactionId: string;
  /** Exactly what is broadcast. */
  readonly bytes: Uint8Array;
  readonly signedAt: Date;
  /** JSON-plain: fees, group … */
  readonly details: Readonly<Record<string, unknown>>;
}

/** One signed transaction (group) of a deployment's step, bound to rounds or to a nonce. */
export interface Attempt {
  readonly deploymentId: string;
  /** From 1, over all steps. */
  readonly number: number;
  /** Which step of the issuance it brings to the chain, from 1. */
  readonly step: number;
  readonly networkId: NetworkId;
  /** Who pays and, on EVM, whose nonce it uses. */
  readonly sender: string;
  /** EVM: pinned to this attempt for ever. */
  readonly nonce: bigint | null;
  readonly firstValid: bigint | null;
  readonly lastValid: bigint | null;
  /** Empty between the allocation of the nonce and the signature. */
  readonly variants: readonly SignedVariant[];
  readonly broadcasts: number;
  readonly lastBroadcastAt: Date | null;
  readonly lastAnswer: string | null;
  readonly outcome: 'open' | 'included' | 'expired' | 'reverted' | 'superseded';
  readonly createdAt: Date;
}

/** Proof of a claim: a worker that lost its lease can write nothing. */
export interface Lease {
  readonly deploymentId: string;
  readonly token: string;
}

export interface ClaimedDeployment {
  readonly deployment: Deployment;
  readonly lease: Lease;
  /** The latest attempt, if any. */
  readonly attempt: Attempt | null;
}

export interface AcceptDeployment {
  /** State Queued, version 1, sequence 1. */
  readonly deployment: Deployment;
  readonly idempotency: IdempotencyClaim | null;
  /** The answer to keep for a repetition of the key. */
  readonly answer: Uint8Array;
  readonly eventId: string;
  readonly audit: AuditEntry;
  /** Files written for the issuance: recorded with it, before anybody is asked to pin them. @default none */
  readonly contents?: readonly WholeContent[];
}

export type Acceptance =
  | { readonly kind: 'accepted'; readonly deployment: Deployment }
  | { readonly kind: 'replay'; readonly answer: Uint8Array }
  | { readonly kind: 'mismatch' };

/** One event of an advance, applied in order. */
export interface AdvanceStep {
  readonly event: DeploymentEvent;
  /** @default the sentence of the transition table */
  readonly message?: string;
}

/** A change of one deployment: steps, facts, attempt and next look, in one transaction. */
export interface Advance {
  readonly deploymentId: string;
  /** Compare-and-set: the version the decision was made on. */
  readonly version: number;
  /** Null for changes a person makes (cancel, retry): refused while a worker holds a lease. */
  readonly lease: Lease | null;
  /** May be empty: then only facts, waiting and dueAt change, and no event is told. */
  readonly steps: readonly AdvanceStep[];
  /** Facts, set before the steps, so that history and events tell them. */
  readonly set?: {
    readonly transactionId?: string | null;
    readonly block?: BlockReference | null;
    readonly assetId?: bigint | null;
    readonly contractAddress?: string | null;
    readonly readBack?: readonly ReadBackField[] | null;
    readonly error?: DeploymentError | null;
    readonly waiting?: Waiting | null;
  };
  readonly attempt?: {
    readonly number: number;
    readonly broadcast?: { readonly at: Date; readonly answer: string };
    readonly outcome?: Attempt['outcome'];
  };
  /** Null: nothing left to do. */
  readonly dueAt: Date | null;
  /** A deployment that comes to rest (Completed, Cancelled, Failed) is let go whatever this says. */
  readonly keepLease: boolean;
  readonly actor: Actor;
  readonly now: Date;
}

export type Advanced =
  | { readonly ok: true; readonly deployment: Deployment }
  /**
   * Somebody else changed it first, the lease is lost or held by a worker, or an attempt stands against cancelling.
   * Nothing was written.
   */
  | { readonly ok: false; readonly reason: 'CONFLICT' };

export interface DeploymentFilter {
  readonly state?: DeploymentState;
  readonly networkId?: NetworkId;
  readonly tokenType?: TokenType;
  readonly reference?: string;
  /** Inclusive. */
  readonly createdAfter?: Date;
  /** Exclusive. */
  readonly createdBefore?: Date;
}

export interface DeploymentStore {
  /**
   * Stores an issuance with its first history entry, event, deliveries, audit entry and idempotency key: all or nothing.
   *
   * Of any number of parallel calls with one key, exactly one is accepted.
   */
  acceptDeployment(acceptance: AcceptDeployment): Promise<Acceptance>;
  /** Finds only within the organization. */
  findDeployment(organizationId: string, id: string): Promise<Deployment | undefined>;
  /** Newest first; `cursor` as returned. @throws {AppError} INVALID_CURSOR */
  listDeployments(
    organizationId: string,
    filter: DeploymentFilter,
    page: { readonly cursor?: string; readonly limit: number },
  ): Promise<{ items: Deployment[]; nextCursor: string | null }>;
  listHistory(deploymentId: string): Promise<HistoryRow[]>;
  listAttempts(deploymentId: string): Promise<Attempt[]>;

  /** Leases due deployments to a worker: those with dueAt ≤ now and no living lease, oldest due first. */
  claimDueDeployments(claim: {
    readonly workerId: string;
    readonly now: Date;
    readonly leaseMs: number;
    readonly limit: number;
  }): Promise<ClaimedDeployment[]>;
  /** @returns false when the lease is lost: the worker must drop the deployment. */
  renewLease(lease: Lease, until: Date): Promise<boolean>;
  /** Earliest time anything is due, for the worker's sleep. */
  nextDueAt(now: Date): Promise<Date | null>;

  /**
   * Opens the next attempt (number = last + 1), with its signed bytes where they exist already.
   *
   * With `allocateNonce`, the nonce is the smallest from `chainNonce` on that no attempt of this network and sender has,
   * taken in the same transaction.
   * @returns undefined when the lease is lost or the deployment is at rest.
   */
  openAttempt(attempt: {
    readonly lease: Lease;
    /** Step of the issuance, from 1. @default 1 */
    readonly step?: number;
    readonly networkId: NetworkId;
    readonly sender: string;
    readonly allocateNonce?: { readonly chainNonce: bigint };
    readonly firstValid?: bigint;
    readonly lastValid?: bigint;
    readonly signed?: SignedVariant;
    readonly now: Date;
  }): Promise<Attempt | undefined>;
  /**
   * Adds signed bytes to an attempt, durably, before they are broadcast. The same transaction again adds nothing.
   * @returns undefined when the lease is lost or the deployment is at rest.
   */
  addSignedVariant(variant: {
    readonly lease: Lease;
    readonly attemptNumber: number;
    readonly signed: SignedVariant;
  }): Promise<Attempt | undefined>;
  /** @throws {InvalidTransitionError} If a step leads nowhere from the state it meets. Nothing was written. */
  advance(advance: Advance): Promise<Advanced>;
  /** How many deployments are in each state, per network. */
  countDeployments(): Promise<{ networkId: string; state: DeploymentState; count: number }[]>;
}
