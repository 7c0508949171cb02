import fc from 'fast-check';
import { expect, test } from 'vitest';
import { algorandAccountOf } from './algorandAccount.ts';
import { encodeAlgorandMnemonic, parseAlgorandMnemonic } from './algorandMnemonic.ts';
import { InvalidMnemonicError } from './mnemonic.ts';

const zero = `${'abandon '.repeat(24)}invest`;

test('the zero seed is written as wallets write it', () => {
  expect(encodeAlgorandMnemonic(new Uint8Array(32))).toBe(zero);
});

test('every seed is written in 25 words and read back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (seed) => {
      const words = encodeAlgorandMnemonic(seed);
      expect(words.split(' ')).toHaveLength(25);
      expect(parseAlgorandMnemonic(words)).toEqual(seed);
    }),
  );
});

test('case and white space are forgiven', () => {
  expect(parseAlgorandMnemonic(`\n ${zero.toUpperCase().replaceAll(' ', '  ')} `)).toEqual(
    new Uint8Array(32),
  );
});

test('count, words, checksum and unused bits are checked, and no word is quoted', () => {
  const words = zero.split(' ');
  const refused = [
    { text: words.slice(1).join(' '), message: 'has 24 words, should have 25' },
    { text: words.with(2, 'sesame').join(' '), message: 'word 3 is not in the English word list' },
    { text: words.with(24, 'abandon').join(' '), message: 'the checksum does not match' },
    // Of the 24th word only the three lowest bits belong to the seed; "absurd" (8) sets the first unused one.
    { text: words.with(23, 'absurd').join(' '), message: 'the checksum does not match' },
  ];

  for (const { text, message } of refused) {
    expect(() => parseAlgorandMnemonic(text)).toThrow(InvalidMnemonicError);
    expect(() => parseAlgorandMnemonic(text)).toThrow(message);
    expect(() => parseAlgorandMnemonic(text)).not.toThrow(/abandon|sesame|absurd/);
  }
});

test('seeds of another length are refused', () => {
  expect(() => encodeAlgorandMnemonic(new Uint8Array(31))).toThrow(RangeError);
  expect(() => algorandAccountOf(new Uint8Array(64))).toThrow(RangeError);
});
