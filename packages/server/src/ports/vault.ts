/** Whose secret a sealed record is; all of it is authenticated, so a record moved to another row does not open. */
export interface SealedSubject {
  /** What the secret is for: `account-key`, `account-phrase`, `sponsor-key`, `webhook-secret`, `idempotent-answer`. */
  readonly purpose: string;
  /** The organization, or `platform`. */
  readonly organizationId: string;
  /** Id of the account, endpoint … */
  readonly subjectId: string;
  /** `avm`, `evm`, or `-` where no chain is meant. */
  readonly family: string;
}

/** Room for one record, whose data key is wrapped already, so that sealing asks nobody and cannot fail any more. */
export interface PreparedSeal {
  /** @throws {TypeError} if it was called before, or after `drop` */
  seal(plaintext: Uint8Array): Uint8Array;
  /** Forgets the data key. Without effect once sealed. */
  drop(): void;
}

/** Seals and opens secrets. Only the signer room implements and calls `open` for keys. */
export interface Vault {
  seal(subject: SealedSubject, plaintext: Uint8Array): Promise<Uint8Array>;
  /** For a secret that is not there yet, and must not be made if it cannot be sealed. The caller seals or drops. */
  prepare(subject: SealedSubject): Promise<PreparedSeal>;
  /** The caller zeroes the result after use. */
  open(subject: SealedSubject, record: Uint8Array): Promise<Uint8Array>;
}

/** Wraps sealed records anew; nothing opened leaves it. */
export interface Rewrapper {
  /** The same secret under the key that the provider wraps with now. @throws {AppError} SEALED_RECORD_INVALID if the record is not sound */
  rewrap(subject: SealedSubject, record: Uint8Array): Promise<Uint8Array>;
}
