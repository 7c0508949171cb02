/** A key as the caller sent it, with what it was sent for. */
export interface IdempotencyClaim {
  readonly organizationId: string;
  /** Name of the operation, such as `webhooks.create`. */
  readonly operation: string;
  readonly key: string;
  /** SHA-256 of the canonical JSON of the input. */
  readonly fingerprint: string;
}

export type IdempotencyOutcome =
  | { readonly kind: 'claimed' }
  /** The stored first answer. */
  | { readonly kind: 'replay'; readonly answer: Uint8Array }
  | { readonly kind: 'mismatch' }
  | { readonly kind: 'in-progress'; readonly until: Date };

/** Keys are kept for ever. Only final answers are stored. Issuing has its own path: `acceptDeployment`. */
export interface IdempotencyStore {
  /** Claims a key until `until`; a claim that ran out can be taken over. */
  claimIdempotencyKey(
    claim: IdempotencyClaim,
    times: { readonly now: Date; readonly until: Date },
  ): Promise<IdempotencyOutcome>;
  storeIdempotentAnswer(claim: IdempotencyClaim, answer: Uint8Array, now: Date): Promise<void>;
  /** Lets go of a claim after an answer that is not final. */
  releaseIdempotencyKey(claim: IdempotencyClaim): Promise<void>;
}
