import { expect, test } from 'vitest';
import { hashApiKey, hintOf, isApiKey, looksLikeApiKey, newApiKey } from './apiKeys.ts';

// A public test key: the 256 bits are all zero.
const zero = `btk_live_${'0'.repeat(43)}`;

test('a fresh key has the form, and no two are the same', () => {
  const keys = Array.from({ length: 100 }, newApiKey);

  for (const key of keys) {
    expect(key).toMatch(/^btk_live_[0-9A-Za-z]{49}$/);
    expect([key, isApiKey(key)]).toEqual([key, true]);
  }
  expect(new Set(keys).size).toBe(100);
});

test('the checksum is the CRC-32 of everything before it, in base62', () => {
  // crc32("btk_live_" and 43 zeros), as other tools compute it.
  expect(isApiKey(`${zero}2P6uIT`)).toBe(true);
  expect(isApiKey(`${zero}000000`)).toBe(false);
});

test('every typing error of one character is told from a key', () => {
  const key = newApiKey();
  for (let at = 0; at < key.length; at++) {
    const other = key[at] === 'x' ? 'y' : 'x';
    expect(isApiKey(key.slice(0, at) + other + key.slice(at + 1))).toBe(false);
  }
  for (const wrong of [key.slice(0, -1), `${key}0`, ` ${key}`, `${key}\n`, key.toLowerCase()]) {
    expect(isApiKey(wrong)).toBe(false);
  }
  expect(looksLikeApiKey('btk_live_mistyped')).toBe(true);
  expect(looksLikeApiKey('eyJhbGciOiJIUzI1NiJ9.e30.c2ln')).toBe(false);
});

test('what is kept of a key does not give it away', () => {
  const key = newApiKey();

  expect(hashApiKey(key)).toMatch(/^[0-9a-f]{64}$/);
  expect(hintOf(key)).toBe(`${key.slice(0, 13)}…`);
});
