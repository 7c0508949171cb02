import type { StepUpProof } from './security.ts';

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
  algorandAddress: string;
  evmAddress: string;
  /** Where the words open which account, and how. */
  opensIn: string[];
  /** What to know before the words are kept anywhere. */
  risks: string[];
}
