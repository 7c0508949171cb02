import algosdk from 'algosdk';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeAddress, encodeAddress, findAddressProblem } from './address.ts';
import { decodeBase32, encodeBase32 } from './base32.ts';

test('addresses are those of algosdk, both ways', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
      const text = encodeAddress(bytes);

      expect(text).toBe(algosdk.encodeAddress(bytes));
      expect(Buffer.from(decodeAddress(text)).equals(bytes)).toBe(true);
    }),
  );
});

test('base32 comes back as it went', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      expect(decodeBase32(encodeBase32(bytes))).toEqual(bytes);
    }),
  );
});

test('one wrong letter is no address', () => {
  const text = encodeAddress(new Uint8Array(32).fill(4));
  for (let index = 0; index < text.length; index++) {
    const wrong = text.slice(0, index) + (text[index] === 'A' ? 'B' : 'A') + text.slice(index + 1);

    expect(findAddressProblem(wrong)).toBeDefined();
    expect(() => decodeAddress(wrong)).toThrow(RangeError);
  }
});
