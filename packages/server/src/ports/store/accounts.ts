/** Families of chains; keys are never shared between them. */
export type ChainFamily = 'avm' | 'evm';

/** A key pair held by the server for one organization, or for the platform. */
export interface Account {
  readonly id: string;
  /** Organization that owns it, or `platform` for a sponsor. */
  readonly organizationId: string;
  readonly family: ChainFamily;
  /** Slot of the derivation; 0 for the first account. */
  readonly slot: number;
  readonly address: string;
  /** Sealed record of the 32-byte key (Ed25519 seed or secp256k1 key). */
  readonly sealedKey: Uint8Array;
  readonly createdAt: Date;
}

/** Accounts and what networks are known by. */
export interface AccountStore {
  /** @throws {AppError} ACCOUNT_NOT_READY if the organization has no account of the family in slot 0. */
  getIssuer(organizationId: string, family: ChainFamily): Promise<Account>;
  /** Sealed record of the organization's 24 words. @throws {AppError} ACCOUNT_NOT_READY if it has none. */
  getSealedPhrase(organizationId: string): Promise<Uint8Array>;
  findSponsor(networkId: string): Promise<Account | undefined>;
  /** Stores or replaces the platform account that pays on a network. A replaced one is kept: it may hold money. */
  putSponsor(networkId: string, account: Account): Promise<void>;
  /**
   * Remembers what a local network is known by, at first use.
   * @returns What is remembered: the given identity, or an earlier one.
   */
  pinNetwork(networkId: string, identity: string, now: Date): Promise<string>;
}
