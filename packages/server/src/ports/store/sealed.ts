/** Where sealed records are kept. */
export type SealedPlace =
  | 'account-keys'
  | 'idempotent-answers'
  | 'mail-tokens'
  | 'phrases'
  | 'second-factors'
  | 'sponsor-keys'
  | 'webhook-secrets';

/** A sealed record where it stands, with what its subject is made of. */
export interface StoredSealed {
  /** The row it is in. A row may hold several records. */
  readonly row: string;
  readonly owner: {
    /** Of the account, endpoint, organization …; of an idempotent answer, `OPERATION:KEY`. */
    readonly id: string;
    readonly organizationId: string;
    readonly family: string;
  };
  readonly record: Uint8Array;
}

/** One walk over every sealed record that wraps it with another key. It survives the process that walks. */
export interface Rewrap {
  readonly id: string;
  /** The key that every record is to be wrapped with. */
  readonly provider: string;
  readonly keyId: string;
  readonly keyVersion: string;
  /** Whether records that have this key already are wrapped anew too. */
  readonly everything: boolean;
  /** Which walk it is: another one follows while records are left. */
  readonly pass: number;
  /** Where the walk is; null: at its end. */
  readonly place: SealedPlace | null;
  /** Last row that was done there; empty: none. */
  readonly row: string;
  /** Rows walked over in this pass, of `total`. */
  readonly done: number;
  readonly total: number;
  /** Records wrapped anew, in all passes. */
  readonly rewrapped: number;
  /** Records of this pass that do not open. */
  readonly failed: number;
  readonly lastError: string | null;
  readonly startedAt: Date;
  readonly updatedAt: Date;
  readonly finishedAt: Date | null;
}

/** What a walk changes of itself. */
export type RewrapProgress = Pick<
  Rewrap,
  | 'pass'
  | 'place'
  | 'row'
  | 'done'
  | 'total'
  | 'rewrapped'
  | 'failed'
  | 'lastError'
  | 'updatedAt'
  | 'finishedAt'
>;

/** Sealed records as such, and the walks over them. */
export interface SealedStore {
  /** Rows of a place that hold records. */
  countSealedRows(place: SealedPlace): Promise<number>;
  /** Records of the rows after `after` (empty: from the first), at most `limit` rows. `next` is null at the end. */
  listSealed(
    place: SealedPlace,
    page: { readonly after: string; readonly limit: number },
  ): Promise<{ items: StoredSealed[]; next: string | null }>;
  /** Replaces a record that still stands there, byte for byte. @returns false when it does not. */
  replaceSealed(
    place: SealedPlace,
    row: string,
    change: { readonly from: Uint8Array; readonly to: Uint8Array },
  ): Promise<boolean>;

  /** Begins a walk, or finds the unfinished one to the same key. One to another key is given up. @returns the walk */
  openRewrap(rewrap: Rewrap): Promise<Rewrap>;
  /** Leases the unfinished walk, if there is one and nobody walks it. */
  claimRewrap(claim: {
    readonly now: Date;
    readonly leaseMs: number;
  }): Promise<{ readonly rewrap: Rewrap; readonly leaseToken: string } | undefined>;
  /** @returns false when the lease is lost. */
  renewRewrapLease(
    held: { readonly id: string; readonly leaseToken: string },
    until: Date,
  ): Promise<boolean>;
  /** @returns false when the lease is lost: somebody else walks now. */
  saveRewrap(
    held: { readonly id: string; readonly leaseToken: string },
    progress: RewrapProgress,
  ): Promise<boolean>;
  /** Lets go, so that the next may walk on at once. */
  releaseRewrap(held: { readonly id: string; readonly leaseToken: string }): Promise<void>;
  /** The newest walk. */
  findRewrap(): Promise<Rewrap | undefined>;
}
