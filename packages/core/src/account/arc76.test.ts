import { expect, test } from 'vitest';
import { encodeHex } from '../internal/hex.ts';
import { utf8Bytes } from '../internal/bytes.ts';
import { algorandAccountOf } from './algorandAccount.ts';
import { encodeAlgorandMnemonic, parseAlgorandMnemonic } from './algorandMnemonic.ts';
import {
  arc76EmailInput,
  arc76PasswordInput,
  deriveArc76Seed,
  type Arc76Input,
  type Pbkdf2,
} from './arc76.ts';
import { evmAddressOf } from './evmAccount.ts';
import { createMnemonic } from './mnemonic.ts';
import { InvalidSlotError } from './slot.ts';
import published from './vectors/arc76.json' with { type: 'json' };

interface Vector {
  readonly id: string;
  readonly kind: string;
  readonly email: string | null;
  readonly password: string;
  readonly slot: number | string;
  readonly initUtf8Hex?: string;
  readonly saltHex?: string;
  readonly seedHex: string;
  readonly algorandAddress: string;
  readonly algorandMnemonic25?: string;
  readonly evmAddress: string;
}

const vectors: readonly Vector[] = published.vectors;
const positive = vectors.filter(({ kind }) => kind !== 'negative');
const negative = vectors.filter(({ kind }) => kind === 'negative');

test('the vector file holds what these tests are about', () => {
  expect(positive).toHaveLength(17);
  expect(negative).toHaveLength(1);
});

// One derivation each, a third of a second; everything about a vector is checked on its one seed.
test.each(positive)('$kind vector $id', async (vector) => {
  const input = inputOf(vector);
  expect(encodeHex(input.password)).toBe(vector.initUtf8Hex);
  expect(encodeHex(input.salt)).toBe(vector.saltHex);

  const seed = await deriveArc76Seed(input, webCryptoPbkdf2);

  expect(encodeHex(seed)).toBe(vector.seedHex);
  expect(algorandAccountOf(seed).address).toBe(vector.algorandAddress);
  expect(encodeAlgorandMnemonic(seed)).toBe(vector.algorandMnemonic25);
  expect(parseAlgorandMnemonic(vector.algorandMnemonic25 ?? '')).toEqual(seed);
  expect(evmAddressOf(seed)).toBe(vector.evmAddress);
});

test.each(negative)('negative vector $id is not what its facts lead to', async (vector) => {
  const { email, password } = vector;
  expect(() => inputOf(vector)).toThrow(InvalidSlotError);

  const seed = await deriveArc76Seed(
    arc76EmailInput({ email: email ?? '', password, slot: 0 }),
    webCryptoPbkdf2,
  );

  expect(encodeHex(seed)).not.toBe(vector.seedHex);
  expect(algorandAccountOf(seed).address).not.toBe(vector.algorandAddress);
  expect(positive.map(({ seedHex }) => seedHex)).not.toContain(vector.seedHex);
});

test('nothing is trimmed, lower-cased or normalised', () => {
  const salts = ['a@b.c', ' a@b.c', 'A@b.c', 'ä@b.c', 'a\u0308@b.c'].map((email) =>
    encodeHex(arc76EmailInput({ email, password: 'p' }).salt),
  );
  const passwords = ['p', 'p ', 'P', 'ö', 'o\u0308'].map((password) =>
    encodeHex(arc76PasswordInput({ password }).password),
  );

  expect(new Set(salts).size).toBe(salts.length);
  expect(new Set(passwords).size).toBe(passwords.length);
});

test('the same text split elsewhere between email and password is another account', () => {
  const a = arc76EmailInput({ email: 'a@b.c', password: 'd-1' });
  const b = arc76EmailInput({ email: 'a@b.c-d', password: '1' });

  expect(a.password).toEqual(b.password);
  expect(a.salt).not.toEqual(b.salt);
});

test('the slot defaults to 0 and the phrase of a user fits the password form', () => {
  const password = createMnemonic(new Uint8Array(32));

  expect(arc76PasswordInput({ password })).toEqual({
    password: utf8Bytes(`ARC-0076-${password}-0-PBKDF2-999999`),
    salt: utf8Bytes('ARC-0076-0-PBKDF2-999999'),
    iterations: 999_999,
    keyLength: 32,
  });
});

test('the ASCII salt of .NET changes only emails that are not ASCII, one "?" per UTF-16 unit', () => {
  const ascii = (email: string) =>
    arc76EmailInput({ email, password: 'p', saltEncoding: 'ascii' }).salt;

  expect(ascii('a@b.c')).toEqual(arc76EmailInput({ email: 'a@b.c', password: 'p' }).salt);
  expect(ascii('ö😀')).toEqual(utf8Bytes('ARC-0076-???-0-PBKDF2-999999'));
});

test('empty and malformed secrets are refused without being quoted', () => {
  const lone = 'hunter2\uD800';

  expect(() => arc76PasswordInput({ password: '' })).toThrow('password is empty');
  expect(() => arc76EmailInput({ email: '', password: 'p' })).toThrow('email is empty');
  expect(() => arc76EmailInput({ email: 'a@b.c', password: lone })).toThrow(
    'Cannot derive ARC-76 account: password is not well-formed Unicode',
  );
  expect(() => arc76EmailInput({ email: lone, password: 'p' })).toThrow(RangeError);
});

test('a PBKDF2 that answers with another length is refused', async () => {
  const input = arc76PasswordInput({ password: 'p' });

  await expect(deriveArc76Seed(input, async () => new Uint8Array(31))).rejects.toThrow(
    'PBKDF2 gave 31 bytes, should give 32',
  );
});

function inputOf({ email, password, slot, id }: Vector): Arc76Input {
  // The cast lets the negative vector through to where its slot is refused.
  const number = slot as number;
  if (email === null) return arc76PasswordInput({ password, slot: number });
  const saltEncoding = id.endsWith('-dotnet') ? 'ascii' : 'utf-8';
  return arc76EmailInput({ email, password, slot: number, saltEncoding });
}

/** Web Crypto is in every runtime core runs in, but in none of its type libraries. */
interface WebCrypto {
  importKey(...facts: readonly unknown[]): Promise<unknown>;
  deriveBits(facts: object, key: unknown, bits: number): Promise<ArrayBuffer>;
}

const webCryptoPbkdf2: Pbkdf2 = async (password, salt, iterations, keyLength) => {
  const { subtle } = (globalThis as unknown as { crypto: { subtle: WebCrypto } }).crypto;
  const key = await subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
  const facts = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return new Uint8Array(await subtle.deriveBits(facts, key, keyLength * 8));
};
