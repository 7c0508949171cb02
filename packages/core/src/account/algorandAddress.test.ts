import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  encodeAlgorandAddress,
  isAlgorandAddress,
  parseAlgorandAddress,
} from './algorandAddress.ts';
import { InvalidAddressError } from './invalidAddressError.ts';

const zero = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAY5HFKQ';
const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const alphabet = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567');

test('the zero address is written as the chain writes it', () => {
  expect(encodeAlgorandAddress(new Uint8Array(32))).toBe(zero);
});

test('every public key is written in 58 characters and read back', () => {
  fc.assert(
    fc.property(key, (publicKey) => {
      const address = encodeAlgorandAddress(publicKey);
      expect(address).toMatch(/^[A-Z2-7]{58}$/);
      expect(parseAlgorandAddress(address)).toEqual(publicKey);
    }),
  );
});

test('an address with any one character changed is refused', () => {
  const oneChange = fc.tuple(key, fc.nat(57), fc.constantFrom(...alphabet));
  fc.assert(
    fc.property(oneChange, ([publicKey, position, character]) => {
      const address = encodeAlgorandAddress(publicKey);
      fc.pre(address[position] !== character);
      const changed = address.slice(0, position) + character + address.slice(position + 1);
      expect(() => parseAlgorandAddress(changed)).toThrow(InvalidAddressError);
    }),
  );
});

test('the last character has one spelling', () => {
  // Of its five bits three carry the checksum and two are unused, so three neighbours hold the same bytes.
  for (const last of 'RST') expect(isAlgorandAddress(zero.slice(0, -1) + last), last).toBe(false);
  expect(isAlgorandAddress(zero)).toBe(true);
});

test.each(['', zero.slice(1), `${zero}=`, zero.toLowerCase(), ` ${zero.slice(1)}`, '0'.repeat(58)])(
  'refuses "%s" without quoting it',
  (text) => {
    expect(isAlgorandAddress(text)).toBe(false);
    try {
      parseAlgorandAddress(text);
    } catch (error) {
      expect(error).toMatchObject({ code: 'INVALID_ADDRESS' });
      if (text !== '') expect(String(error)).not.toContain(text);
    }
  },
);

test('a public key of another length is refused', () => {
  expect(() => encodeAlgorandAddress(new Uint8Array(33))).toThrow(RangeError);
});
