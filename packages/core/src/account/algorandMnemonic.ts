/**
 * Algorand's own 25-word form of a seed, as wallets and nodes print it. Not a BIP-39 phrase, though it shares the words.
 *
 * @see https://dev.algorand.co/concepts/accounts/overview/
 */
import { sha512_256 } from '@noble/hashes/sha2.js';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { InvalidMnemonicError } from './mnemonic.ts';
import { splitWords } from './words.ts';

const seedBytes = 32;
const wordCount = 25;
const wordBits = 11;
const indexByWord: ReadonlyMap<string, number> = new Map(
  wordlist.map((word, index) => [word, index]),
);

/**
 * Writes an Ed25519 seed as 25 words: 24 carry the seed, the last a checksum.
 *
 * @param seed - 32 bytes.
 * @returns 25 English words joined by single spaces, a secret.
 * @throws {RangeError} If the seed is not 32 bytes long.
 * @example
 * encodeAlgorandMnemonic(new Uint8Array(32)) // "abandon … abandon invest"
 */
export function encodeAlgorandMnemonic(seed: Uint8Array): string {
  if (seed.length !== seedBytes) {
    throw new RangeError(
      `Cannot encode Algorand mnemonic: seed has ${seed.length} bytes, should have ${seedBytes}`,
    );
  }
  return [...indexesOf(seed), checksumOf(seed)].map((index) => wordlist[index]).join(' ');
}

/**
 * Reads a 25-word Algorand mnemonic. Case and white space are forgiven.
 *
 * @param text - The mnemonic as entered.
 * @returns The 32-byte seed, a secret: zero it after use.
 * @throws {InvalidMnemonicError} If count, words or checksum are wrong. The error never holds a word.
 * @example
 * const { address } = algorandAccountOf(parseAlgorandMnemonic(text));
 */
export function parseAlgorandMnemonic(text: string): Uint8Array {
  const words = splitWords(text);
  if (words.length !== wordCount) {
    throw new InvalidMnemonicError({
      problem: 'word_count',
      expected: wordCount,
      found: words.length,
    });
  }
  const indexes = words.map((word, position) => {
    const index = indexByWord.get(word);
    if (index === undefined) {
      throw new InvalidMnemonicError({ problem: 'unknown_word', position: position + 1 });
    }
    return index;
  });

  const bytes = bytesOf(indexes.slice(0, -1));
  const seed = bytes.slice(0, seedBytes);
  // 24 words hold 264 bits; the last 8 belong to no seed, so anything there would be a second spelling.
  if (bytes[seedBytes] !== 0 || indexes.at(-1) !== checksumOf(seed)) {
    throw new InvalidMnemonicError({ problem: 'checksum' });
  }
  return seed;
}

function checksumOf(seed: Uint8Array): number {
  const [index = 0] = indexesOf(sha512_256(seed).subarray(0, 2));
  return index;
}

/** Groups of 11 bits, least significant first. */
function indexesOf(bytes: Uint8Array): number[] {
  const indexes: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer |= byte << bits;
    bits += 8;
    if (bits >= wordBits) {
      indexes.push(buffer & (2 ** wordBits - 1));
      buffer >>>= wordBits;
      bits -= wordBits;
    }
  }
  if (bits > 0) indexes.push(buffer);
  return indexes;
}

function bytesOf(indexes: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (const index of indexes) {
    buffer |= index << bits;
    bits += wordBits;
    while (bits >= 8) {
      bytes.push(buffer & 0xff);
      buffer >>>= 8;
      bits -= 8;
    }
  }
  return Uint8Array.from(bytes);
}
