/**
 * The step from a phrase to the seed of an HD wallet, for callers with a native PBKDF2.
 *
 * @see https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki
 */
import { utf8Bytes } from '../internal/bytes.ts';
import { parseMnemonic } from './mnemonic.ts';

/** What BIP-39 feeds into PBKDF2. `password` is a secret: zero it after use. */
export interface Bip39SeedInput {
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  readonly iterations: number;
  /** Length of the seed, in bytes. */
  readonly keyLength: number;
}

const iterations = 2_048;
const seedBytes = 64;

/**
 * Returns what BIP-39 feeds into PBKDF2 with HMAC-SHA-512, without a passphrase.
 *
 * @param facts - A 24-word phrase.
 * @returns The input; PBKDF2 makes of it the seed for {@link deriveEvmPrivateKeyOfSeed}.
 * @throws {InvalidMnemonicError} If the phrase is not a valid phrase of 24 words.
 * @example
 * const { password, salt, iterations, keyLength } = bip39SeedInput({ mnemonic });
 * const seed = pbkdf2Sync(password, salt, iterations, keyLength, 'sha512');
 */
export function bip39SeedInput({ mnemonic }: { readonly mnemonic: string }): Bip39SeedInput {
  return {
    // The words are ASCII, so the normal form that BIP-39 asks for is the text itself.
    password: utf8Bytes(parseMnemonic(mnemonic)),
    salt: utf8Bytes('mnemonic'),
    iterations,
    keyLength: seedBytes,
  };
}
