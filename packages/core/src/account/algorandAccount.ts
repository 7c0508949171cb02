import { ed25519 } from '@noble/curves/ed25519.js';
import { encodeAlgorandAddress } from './algorandAddress.ts';

/** The public half of an account on the Algorand family of chains. */
export interface AlgorandAccount {
  /** Ed25519 public key, 32 bytes. */
  readonly publicKey: Uint8Array;
  /** 58 characters, the same on Algorand, VOI and Aramid. */
  readonly address: string;
}

/**
 * Returns the public key and address that belong to an Ed25519 seed.
 *
 * @param seed - 32 bytes, from {@link deriveArc76Seed} or {@link parseAlgorandMnemonic}.
 * @returns Public key and address; nothing secret.
 * @throws {RangeError} If the seed is not 32 bytes long.
 * @example
 * algorandAccountOf(seed).address // "GIMN3RFD…"
 */
export function algorandAccountOf(seed: Uint8Array): AlgorandAccount {
  if (seed.length !== 32) {
    throw new RangeError(
      `Cannot make Algorand account: seed has ${seed.length} bytes, should have 32`,
    );
  }
  const publicKey = ed25519.getPublicKey(seed);
  return { publicKey, address: encodeAlgorandAddress(publicKey) };
}
