import type { AuditEntry } from './audit.ts';
import type { IdempotencyClaim } from './idempotency.ts';
import type { NewMail } from './mails.ts';

/** Families of chains; keys are never shared between them. */
export type ChainFamily = 'avm' | 'evm';

/** A key pair held by the server for one organization, or for the platform. */
export interface Account {
  readonly id: string;
  /** Organization that owns it, or `platform` for a sponsor. */
  readonly organizationId: string;
  readonly family: ChainFamily;
  /** Slot of the derivation; 0 for the account that was made first. */
  readonly slot: number;
  readonly address: string;
  /** Sealed record of the 32-byte key (Ed25519 seed or secp256k1 key). */
  readonly sealedKey: Uint8Array;
  readonly createdAt: Date;
}

/** Whether an account was made here, of the organization's words, or brought in from elsewhere. */
export type AccountOrigin = 'created' | 'imported';

/** An account as its organization sees it. */
export interface HeldAccount extends Omit<Account, 'sealedKey'> {
  readonly origin: AccountOrigin;
  /** Whether new tokens of its family are issued by it: one account of each family is. */
  readonly issuing: boolean;
}

/** An account to be brought in, with what is stored beside it. */
export interface ImportAccount {
  readonly account: Account;
  /** How many an organization may bring in. */
  readonly importedMax: number;
  readonly idempotency: IdempotencyClaim | null;
  /** Kept for the key, if there is one. */
  readonly answer: Uint8Array;
  readonly audit: AuditEntry;
  readonly mail: NewMail;
}

/** What became of an import; but for `imported`, nothing was stored. */
export type AccountImport =
  | { readonly kind: 'imported' }
  | { readonly kind: 'replay'; readonly answer: Uint8Array }
  | { readonly kind: 'mismatch' }
  /** The organization has an account of this address. */
  | { readonly kind: 'held'; readonly account: HeldAccount }
  | { readonly kind: 'limit' };

/** Accounts and what networks are known by. */
export interface AccountStore {
  /**
   * The account that new tokens of a family are issued by.
   *
   * @throws {AppError} ACCOUNT_NOT_READY if the organization has none.
   */
  getIssuer(organizationId: string, family: ChainFamily): Promise<Account>;
  /** One of the organization's accounts, issuing or not. @throws {AppError} ACCOUNT_NOT_READY if it is not there. */
  getAccount(organizationId: string, accountId: string): Promise<Account>;
  /** All of the organization's: those made here, then those brought in, oldest first. */
  listAccounts(organizationId: string): Promise<HeldAccount[]>;
  /**
   * Adds an account, which issues from now on; the one that did so far stays, with whatever it is at.
   *
   * The answer to an idempotency key, the audit entry and the mail are stored with it. A key that has an answer is
   * looked at first.
   */
  importAccount(imported: ImportAccount): Promise<AccountImport>;
  /**
   * Lets an account issue in place of the one of its family that did; where it does already, nothing is stored.
   *
   * @returns undefined when the organization has no account of this id.
   */
  chooseIssuer(choice: {
    readonly organizationId: string;
    readonly accountId: string;
    readonly audit: AuditEntry;
    readonly mail: NewMail;
  }): Promise<HeldAccount | undefined>;
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
