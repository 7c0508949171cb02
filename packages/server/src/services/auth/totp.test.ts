import { expect, test } from 'vitest';
import { findStep, newTotpSecret, otpauthUri, stepAt, toBase32, totpAt } from './totp.ts';

// RFC 6238 appendix B: time in seconds, then the eight-digit codes of SHA-1, SHA-256 and SHA-512.
const vectors = [
  [59, '94287082', '46119246', '90693936'],
  [1_111_111_109, '07081804', '68084774', '25091201'],
  [1_111_111_111, '14050471', '67062674', '99943326'],
  [1_234_567_890, '89005924', '91819424', '93441116'],
  [2_000_000_000, '69279037', '90698825', '38618901'],
  [20_000_000_000, '65353130', '77737706', '47863826'],
] as const;

const seed = (length: number) => Buffer.from('1234567890'.repeat(7).slice(0, length));
const hashes = [
  ['sha1', seed(20)],
  ['sha256', seed(32)],
  ['sha512', seed(64)],
] as const;

test.each(vectors)('at %d s the codes are those of RFC 6238', (seconds, ...codes) => {
  const step = stepAt(new Date(seconds * 1_000));

  for (const [index, [hash, secret]] of hashes.entries())
    expect(totpAt(secret, step, { hash, digits: 8 })).toBe(codes[index]);
});

// RFC 4226 appendix D.
test.each([
  '755224',
  '287082',
  '359152',
  '969429',
  '338314',
  '254676',
  '287922',
  '162583',
  '399871',
])('a counter gives the code %s of RFC 4226', (code) => {
  const codes = Array.from({ length: 10 }, (_, counter) => totpAt(seed(20), counter));

  expect(codes).toContain(code);
});

test('a code is found in its step and one step around it, and in no other', () => {
  const secret = newTotpSecret();
  const now = new Date('2026-03-01T12:00:00.000Z');
  const step = stepAt(now);

  const found = [-2, -1, 0, 1, 2].map((away) => findStep(secret, totpAt(secret, step + away), now));

  expect(found).toEqual([undefined, step - 1, step, step + 1, undefined]);
});

test.each(['', '12345', '1234567', 'abcdef', '１２３４５６'])('"%s" is no code', (code) => {
  expect(findStep(newTotpSecret(), code, new Date())).toBeUndefined();
});

// RFC 4648 section 10, without the padding.
test.each([
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
])('"%s" is "%s" in base32', (text, base32) => {
  expect(toBase32(Buffer.from(text))).toBe(base32);
});

test('the URI carries what an app needs, whatever is in the address', () => {
  const uri = new URL(otpauthUri(seed(20), 'ann+a&b?@example.com'));

  expect(uri.protocol + uri.host + decodeURIComponent(uri.pathname)).toBe(
    'otpauth:totp/BiatecTokens:ann+a&b?@example.com',
  );
  expect(Object.fromEntries(uri.searchParams)).toEqual({
    secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    issuer: 'BiatecTokens',
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  });
});
