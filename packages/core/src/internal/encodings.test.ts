import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase32, encodeBase32 } from './base32.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { decodeHex, encodeHex } from './hex.ts';

const encodings = [
  { name: 'hex', encode: encodeHex, decode: decodeHex },
  { name: 'base32', encode: encodeBase32, decode: decodeBase32 },
  { name: 'base64', encode: encodeBase64, decode: decodeBase64 },
] as const;

test.each(encodings)('$name gives back every byte string', ({ encode, decode }) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      expect(decode(encode(bytes))).toEqual(bytes);
    }),
  );
});

test('hex takes both cases and nothing but pairs of digits', () => {
  expect(decodeHex('0aFF')).toEqual(Uint8Array.of(0x0a, 0xff));
  for (const text of ['0x00', '0', 'zz', '00 ', '00\n'])
    expect(decodeHex(text), text).toBeUndefined();
});

test('base32 has one spelling per value', () => {
  expect(decodeBase32('CKVQ')).toEqual(Uint8Array.of(0x12, 0xab));
  for (const text of ['CKVR', 'ckvq', 'CKVQ====', 'CKV1', 'CKVQ\n', 'C']) {
    expect(decodeBase32(text), text).toBeUndefined();
  }
});

test('base64 has one spelling per value', () => {
  expect(decodeBase64('Eqs=')).toEqual(Uint8Array.of(0x12, 0xab));
  for (const text of ['Eqs', 'Eqt=', 'E qs=', 'Eqs=\n', 'Eq-_', '====', 'Eqs==']) {
    expect(decodeBase64(text), text).toBeUndefined();
  }
});
