import type { Account } from './store/accounts.ts';

/** A signature of an EVM digest. */
export interface EvmSignature {
  readonly r: bigint;
  readonly s: bigint;
  readonly yParity: 0 | 1;
}

/** One message to be signed for one attempt of one deployment. */
export interface SigningOrder {
  readonly deploymentId: string;
  readonly attemptNumber: number;
  readonly account: Account;
  /** Algorand: `TX` and the transaction's MessagePack. EVM: the typed envelope without signature. */
  readonly message: Uint8Array;
}

/**
 * The only code that holds opened keys, each for the time of one signature.
 *
 * Throws AppError SIGNATURE_REFUSED for an order that no stored attempt asked for, ACCOUNT_KEY_UNAVAILABLE for an account
 * whose key does not open or has another address, KEY_PROVIDER_UNAVAILABLE while the key provider is away.
 */
export interface Signer {
  /** Ed25519 signature (64 bytes) of the message. */
  signAvm(order: SigningOrder): Promise<Uint8Array>;
  /** secp256k1 signature of the message's Keccak-256, low s. */
  signEvm(order: SigningOrder): Promise<EvmSignature>;
  /** Signs what pays for the deployment proxy of a local chain, and refuses any other transaction. */
  signProxyFunding(account: Account, message: Uint8Array): Promise<EvmSignature>;
  /** The issuer's key for notes: its Ed25519 signature (64 bytes) of a fixed text that is no transaction. */
  noteKeyOf(account: Account): Promise<Uint8Array>;
}
