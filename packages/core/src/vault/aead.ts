/**
 * AES-256-GCM, handed in by whoever seals: core holds the format, the platform holds the cipher.
 *
 * An implementation takes keys of 32 bytes, IVs of 12 and tags of 16, and refuses everything else.
 */
export interface Aead {
  /** @returns Ciphertext followed by the tag. */
  seal(key: Uint8Array, iv: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Uint8Array;
  /** @throws If the tag does not match; nothing of the plaintext may come out then. */
  open(key: Uint8Array, iv: Uint8Array, ciphertextAndTag: Uint8Array, aad: Uint8Array): Uint8Array;
}
