import type { Lease } from './deployments.ts';

/** One message that one account is to sign for one attempt. */
export interface SignatureRequest {
  readonly deploymentId: string;
  /** Of the open attempt, or of the one that is about to be opened. */
  readonly attemptNumber: number;
  readonly accountId: string;
  /** SHA-256 of the very bytes to be signed, hexadecimal. */
  readonly messageHash: string;
}

/** What was asked to be signed, stored before anything is: the signer signs nothing else. */
export interface SignatureStore {
  /**
   * Stores what an attempt needs signed. The same requests again add nothing.
   *
   * @returns false when the lease is lost, the deployment is at rest, or the attempt is neither open nor next.
   * @throws {Error} If an account neither issues the deployment nor pays on its network. Nothing was stored.
   */
  requestSignatures(request: {
    readonly lease: Lease;
    readonly attemptNumber: number;
    readonly messages: readonly Pick<SignatureRequest, 'accountId' | 'messageHash'>[];
    readonly now: Date;
  }): Promise<boolean>;
  /** Whether exactly this was requested, and its deployment still has something to sign for. */
  isSignatureRequested(request: SignatureRequest): Promise<boolean>;
}
