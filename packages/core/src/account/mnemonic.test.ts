import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeHex } from '../internal/hex.ts';
import { createMnemonic, InvalidMnemonicError, isMnemonic, parseMnemonic } from './mnemonic.ts';
import trezor from './vectors/bip39-trezor.json' with { type: 'json' };

const vectors = trezor.english.map(([entropy = '', phrase = '']) => ({
  entropy: decodeHex(entropy) ?? new Uint8Array(),
  phrase,
}));
const long = vectors.filter(({ entropy }) => entropy.length === 32);
const short = vectors.filter(({ entropy }) => entropy.length < 32);
const zeroPhrase = createMnemonic(new Uint8Array(32));

test('the vectors hold phrases of 24 words and shorter ones', () => {
  expect(long).toHaveLength(8);
  expect(short).toHaveLength(16);
});

test.each(long)('the published phrase "$phrase" belongs to its entropy', ({ entropy, phrase }) => {
  expect(createMnemonic(entropy)).toBe(phrase);
  expect(parseMnemonic(phrase)).toBe(phrase);
});

test.each(short)('valid phrases of fewer words are refused: "$phrase"', ({ entropy, phrase }) => {
  expect(() => createMnemonic(entropy)).toThrow(RangeError);
  expect(() => parseMnemonic(phrase)).toThrow(InvalidMnemonicError);
});

test('every phrase we make is one we read', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (entropy) => {
      const phrase = createMnemonic(entropy);
      expect(parseMnemonic(phrase)).toBe(phrase);
    }),
    { numRuns: 50 },
  );
});

test('white space and case as people write them lead to the one canonical form', () => {
  const entered = `  ${zeroPhrase.toUpperCase().replaceAll(' ', ' \n\t')}\r\n`;

  expect(parseMnemonic(entered)).toBe(zeroPhrase);
});

test('a refused phrase says what is wrong, where, and never a word of it', () => {
  const words = zeroPhrase.split(' ');

  expect(problemOf('')).toMatchObject({ problem: 'word_count' });
  expect(problemOf(words.with(4, 'sesame').join(' '))).toMatchObject({
    problem: 'unknown_word',
    message: 'Cannot read mnemonic: word 5 is not in the English word list',
  });
  const wrongChecksum = problemOf(words.with(23, 'zoo').join(' '));
  expect(wrongChecksum).toMatchObject({ problem: 'checksum', code: 'INVALID_MNEMONIC' });
  expect(wrongChecksum.cause).toBeUndefined();
  expect(JSON.stringify([wrongChecksum, wrongChecksum.message])).not.toMatch(/abandon|zoo/);
  expect(isMnemonic(words.with(23, 'zoo').join(' '))).toBe(false);
  expect(isMnemonic(zeroPhrase)).toBe(true);
});

function problemOf(text: string): InvalidMnemonicError {
  try {
    parseMnemonic(text);
  } catch (error) {
    if (error instanceof InvalidMnemonicError) return error;
  }
  throw new Error('parseMnemonic() accepted what it should refuse');
}
