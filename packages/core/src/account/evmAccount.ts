/**
 * EVM accounts: BIP-44 keys of a phrase, as every standard wallet derives them.
 *
 * @see https://github.com/bitcoin/bips/blob/master/bip-0044.mediawiki
 */
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { HDKey } from '@scure/bip32';
import { mnemonicToSeedSync } from '@scure/bip39';
import { decodeHex } from '../internal/hex.ts';
import { encodeEvmAddress, type EvmAddress } from './evmAddress.ts';
import { parseMnemonic } from './mnemonic.ts';
import { parseSlot } from './slot.ts';

/** What an EVM key is derived from. */
export interface EvmKeyFacts {
  /** A 24-word BIP-39 phrase. */
  readonly mnemonic: string;
  /** Last step of the path. @default 0 */
  readonly slot?: number;
}

/**
 * Derives the private key at `m/44'/60'/0'/0/{slot}`, without a BIP-39 passphrase.
 *
 * Costs about 20 ms of the calling thread.
 *
 * @param facts - Phrase and slot.
 * @returns The 32-byte private key, a secret: zero it after use.
 * @throws {InvalidMnemonicError} If the phrase is not a valid phrase of 24 words.
 * @throws {InvalidSlotError} If the slot is not a slot.
 * @example
 * evmAddressOf(deriveEvmPrivateKey({ mnemonic, slot: 0 })) // "0xF278cF59F82eDcf871d630F28EcC8056f25C1cdb"
 */
export function deriveEvmPrivateKey({ mnemonic, slot = 0 }: EvmKeyFacts): Uint8Array {
  const seed = mnemonicToSeedSync(parseMnemonic(mnemonic));
  try {
    return deriveEvmPrivateKeyOfSeed({ seed, slot });
  } finally {
    seed.fill(0);
  }
}

/**
 * Derives the same key as {@link deriveEvmPrivateKey}, from a seed that a native PBKDF2 made off the calling thread.
 *
 * @param facts - The 64-byte BIP-39 seed, left as it is, and the slot, 0 unless given.
 * @returns The 32-byte private key, a secret: zero it after use.
 * @throws {RangeError} If the seed is not 64 bytes long.
 * @throws {InvalidSlotError} If the slot is not a slot.
 * @example
 * const { password, salt, iterations, keyLength } = bip39SeedInput({ mnemonic });
 * const seed = pbkdf2Sync(password, salt, iterations, keyLength, 'sha512');
 * deriveEvmPrivateKeyOfSeed({ seed }); // the key of deriveEvmPrivateKey({ mnemonic })
 */
export function deriveEvmPrivateKeyOfSeed({
  seed,
  slot = 0,
}: {
  readonly seed: Uint8Array;
  readonly slot?: number;
}): Uint8Array {
  if (seed.length !== 64) {
    throw new RangeError(`Cannot derive EVM key: seed has ${seed.length} bytes, should have 64`);
  }
  const path = `m/44'/60'/0'/0/${parseSlot(slot)}`;
  const root = HDKey.fromMasterSeed(seed);
  const account = root.derive(path);
  try {
    const { privateKey } = account;
    if (privateKey === null)
      throw new TypeError('Cannot derive EVM key: no private key at the path');
    return privateKey.slice();
  } finally {
    root.wipePrivateData();
    account.wipePrivateData();
  }
}

/**
 * Returns the address that belongs to a private key. It is the same on every EVM chain.
 *
 * @param privateKey - 32 bytes.
 * @returns The checksummed address.
 * @throws {RangeError} If the bytes are not a secp256k1 private key.
 * @example
 * evmAddressOf(privateKey) // "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
 */
export function evmAddressOf(privateKey: Uint8Array): EvmAddress {
  if (!secp256k1.utils.isValidSecretKey(privateKey)) {
    throw new RangeError('Cannot make EVM address: the bytes are not a secp256k1 private key');
  }
  const publicKey = secp256k1.getPublicKey(privateKey, false);
  // The first byte only says that the point is uncompressed.
  return encodeEvmAddress(keccak_256(publicKey.subarray(1)).subarray(-20));
}

/**
 * Reads a private key written as `0x` and 64 hexadecimal digits.
 *
 * @param text - The key as entered.
 * @returns The 32 bytes, a secret, or undefined when the text is not a secp256k1 private key.
 * @example
 * findEvmPrivateKey('0x00') // undefined
 */
export function findEvmPrivateKey(text: string): Uint8Array | undefined {
  if (!text.startsWith('0x')) return undefined;
  const bytes = decodeHex(text.slice(2));
  return bytes !== undefined && secp256k1.utils.isValidSecretKey(bytes) ? bytes : undefined;
}
