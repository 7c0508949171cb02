import type { Secret } from '../internal/secret.ts';

/** The 24 words that an organization's accounts are derived from. */
export interface Phrases {
  /**
   * Opens the words, for their owner alone: whoever reads them holds the accounts. The caller zeroes them after use.
   *
   * @throws {AppError} ACCOUNT_NOT_READY if the organization has none.
   */
  reveal(organizationId: string): Promise<Secret<Uint8Array>>;
}
