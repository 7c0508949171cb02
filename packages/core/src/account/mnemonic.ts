/**
 * The phrase all keys of a user come from: 256 bits as 24 English words.
 *
 * @see https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki
 */
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { AppError } from '../error/appError.ts';
import { assertNever } from '../internal/assertNever.ts';
import { splitWords } from './words.ts';

const entropyBytes = 32;
const wordCount = 24;
const knownWords: ReadonlySet<string> = new Set(wordlist);

/** Why a phrase was refused. */
export type MnemonicProblem = 'word_count' | 'unknown_word' | 'checksum';

/**
 * Writes 256 bits of entropy as a BIP-39 phrase.
 *
 * The entropy must come from the system's secure random source and from nothing the user chose.
 *
 * @param entropy - 32 random bytes.
 * @returns 24 English words joined by single spaces.
 * @throws {RangeError} If the entropy is not 32 bytes long.
 * @example
 * createMnemonic(new Uint8Array(32)) // "abandon abandon … art"; for tests only
 */
export function createMnemonic(entropy: Uint8Array): string {
  if (entropy.length !== entropyBytes) {
    throw new RangeError(
      `Cannot create mnemonic: entropy has ${entropy.length} bytes, should have ${entropyBytes}`,
    );
  }
  return entropyToMnemonic(entropy, wordlist);
}

/**
 * Reads a 24-word phrase as people write it and returns the one form keys are derived from.
 *
 * Case and white space are forgiven; words, their order and the checksum are not. Derive only from the returned
 * text: an ARC-76 account depends on every byte of it.
 *
 * @param text - The phrase as entered.
 * @returns The 24 words in lower case, joined by single spaces.
 * @throws {InvalidMnemonicError} If it is not a BIP-39 English phrase of 24 words. The error never holds a word.
 * @example
 * parseMnemonic(' Abandon abandon … ART\n') // "abandon abandon … art"
 */
export function parseMnemonic(text: string): string {
  const words = splitWords(text);
  if (words.length !== wordCount) {
    throw new InvalidMnemonicError({
      problem: 'word_count',
      expected: wordCount,
      found: words.length,
    });
  }
  const unknown = words.findIndex((word) => !knownWords.has(word));
  if (unknown !== -1) {
    throw new InvalidMnemonicError({ problem: 'unknown_word', position: unknown + 1 });
  }

  const phrase = words.join(' ');
  try {
    mnemonicToEntropy(phrase, wordlist).fill(0);
  } catch {
    // The library's error is dropped, not kept as the cause: it may quote the phrase.
    throw new InvalidMnemonicError({ problem: 'checksum' });
  }
  return phrase;
}

/**
 * Says whether {@link parseMnemonic} would accept the text.
 *
 * @param text - The phrase as entered.
 * @returns True for a valid phrase of 24 words.
 * @example
 * isMnemonic('abandon') // false
 */
export function isMnemonic(text: string): boolean {
  try {
    parseMnemonic(text);
    return true;
  } catch {
    return false;
  }
}

/** Thrown when a text is not a phrase of the wanted kind. Holds positions and counts, never words. */
export class InvalidMnemonicError extends AppError {
  override readonly name = 'InvalidMnemonicError';
  readonly problem: MnemonicProblem;

  constructor(
    facts:
      | { problem: 'word_count'; expected: number; found: number }
      | { problem: 'unknown_word'; position: number }
      | { problem: 'checksum' },
  ) {
    super({
      code: 'INVALID_MNEMONIC',
      message: `Cannot read mnemonic: ${sentenceOf(facts)}`,
      details: { ...facts },
    });
    this.problem = facts.problem;
  }
}

function sentenceOf(facts: ConstructorParameters<typeof InvalidMnemonicError>[0]): string {
  switch (facts.problem) {
    case 'word_count':
      return `has ${facts.found} words, should have ${facts.expected}`;
    case 'unknown_word':
      return `word ${facts.position} is not in the English word list`;
    case 'checksum':
      return 'the checksum does not match, so a word is wrong or out of order';
    default:
      return assertNever(facts);
  }
}
