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

/** Seals and opens secrets. Only the signer room implements and calls `open` for keys. */
export interface Vault {
  seal(subject: SealedSubject, plaintext: Uint8Array): Promise<Uint8Array>;
  /** The caller zeroes the result after use. */
  open(subject: SealedSubject, record: Uint8Array): Promise<Uint8Array>;
}
