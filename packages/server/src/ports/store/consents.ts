/** That a user accepted terms of use, and from where. */
export interface Consent {
  readonly userId: string;
  readonly termsVersion: string;
  /** Where the text could be read. */
  readonly termsUrl: string;
  readonly acceptedAt: Date;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/** What users agreed to. It is written by their registration. */
export interface ConsentStore {
  /** The latest of the user. */
  findConsent(userId: string): Promise<Consent | undefined>;
}
