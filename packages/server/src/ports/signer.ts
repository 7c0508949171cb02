import type { Account } from './store/accounts.ts';

/** A signature of an EVM digest. */
export interface EvmSignature {
  readonly r: bigint;
  readonly s: bigint;
  readonly yParity: 0 | 1;
}

/** The only code that holds opened keys, each for the time of one signature. */
export interface Signer {
  /** Ed25519 signatures (64 bytes) of the messages, in their order. */
  signAvm(account: Account, messages: readonly Uint8Array[]): Promise<Uint8Array[]>;
  /** secp256k1 signature of a 32-byte digest, low s. */
  signEvm(account: Account, digest: Uint8Array): Promise<EvmSignature>;
}
