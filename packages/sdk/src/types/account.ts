import type { NetworkId } from '@biatec-tokens/core';
import type { StepUpProof } from './security.ts';

/** An account that the server holds for the organization. */
export interface HeldAccount {
  /** `acc_…` */
  accountId: string;
  family: 'avm' | 'evm';
  address: string;
  /** Where it has this address. */
  networks: NetworkId[];
  /** Made by the server, of the organization's 24 words, or brought in from elsewhere. */
  origin: 'created' | 'imported';
  /** Number of the account under its words, or under its password. */
  slot: number;
  /** Whether new tokens on its networks are issued by it. */
  issuing: boolean;
  /** UTC, ISO 8601. */
  createdAt: string;
}

/** All accounts of the organization: those made by the server, then those brought in, oldest first. */
export interface AccountList {
  success: true;
  items: HeldAccount[];
}

/** One account of the organization. */
export interface AccountAnswer {
  success: true;
  account: HeldAccount;
}

/** What an account of ARC-76's email form was made with; not what you sign in with. */
export interface Arc76Account {
  /** Byte for byte: spaces and capitals make another account. */
  email: string;
  /** Byte for byte. */
  password: string;
  /** @default 0 */
  slot?: number | undefined;
  /** `ascii` for accounts of the .NET library with an email that is not ASCII. @default 'utf-8' */
  saltEncoding?: 'utf-8' | 'ascii' | undefined;
}

/** An account to bring in, with the proof of who asks unless `auth.stepUp` gave it within five minutes. */
export interface ImportArc76Request extends StepUpProof {
  arc76: Arc76Account;
  /** With another address nothing is stored. @default any address is taken */
  expectedAddress?: string | undefined;
  /** That you read the warning in the docs, or in the error without this: must be true. */
  acceptRisk?: boolean | undefined;
}

/** The account that was brought in; it issues from now on. */
export interface ImportedAccount {
  success: true;
  account: HeldAccount;
  /** Of the account that issued until now; it stays, and ends what it has begun. */
  previousAddress: string;
  /** What to know about accounts that a password leads to. */
  warning: string;
}

/** Proves once more who asks. */
export type ExportAccountRequest = StepUpProof;

/** Which mails a user gets, beside those about security, which always come. */
export interface Notifications {
  success: true;
  /** A mail when a deployment of the user is Completed. */
  deploymentCompleted: boolean;
  /** A mail when a deployment of the user is Failed. */
  deploymentFailed: boolean;
}

/** What is left out stays as it is. */
export interface UpdateNotificationsRequest {
  deploymentCompleted?: boolean | undefined;
  deploymentFailed?: boolean | undefined;
}

/** What the accounts are derived from; whoever holds the words holds the accounts. */
export interface ExportedAccount {
  success: true;
  /** 24 words of BIP-39, separated by one space. */
  mnemonic: string;
  /** Of the account that the words open. */
  algorandAddress: string;
  evmAddress: string;
  /** Imported accounts: no words open them, but the ARC-76 email and password do. */
  notOpened: string[];
  /** Where the words open which account, and how. */
  opensIn: string[];
  /** What to know before the words are kept anywhere. */
  risks: string[];
}
