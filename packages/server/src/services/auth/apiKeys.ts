/**
 * The text of API keys: `btk_live_`, 43 characters of base62 for 256 random bits, 6 for their CRC-32.
 *
 * The checksum tells a typing error from a key without asking the store, and lets scanners of leaked secrets be sure.
 */
import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const prefix = 'btk_live_';
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const secretCharacters = 43;
const checksumCharacters = 6;
const hintCharacters = prefix.length + 4;
const form = new RegExp(`^${prefix}[0-9A-Za-z]{${secretCharacters + checksumCharacters}}$`);

/** A fresh key. */
export function newApiKey(): string {
  const secret = prefix + encode(BigInt(`0x${randomBytes(32).toString('hex')}`), secretCharacters);
  return secret + checksumOf(secret);
}

/** Whether a text means to be an API key, however mistyped, and no access token. */
export function looksLikeApiKey(text: string): boolean {
  return text.startsWith('btk_');
}

/** Whether a text has the form of a key and the checksum fits. */
export function isApiKey(text: string): boolean {
  return (
    form.test(text) &&
    checksumOf(text.slice(0, -checksumCharacters)) === text.slice(-checksumCharacters)
  );
}

/** SHA-256, hex: what is stored. 256 random bits need no slow hash. */
export function hashApiKey(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What of a key may be shown, to tell it from others: 24 of its 256 bits. */
export function hintOf(text: string): string {
  return `${text.slice(0, hintCharacters)}…`;
}

function checksumOf(secret: string): string {
  return encode(BigInt(crc32(secret)), checksumCharacters);
}

function encode(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest /= 62n) {
    text = `${alphabet[Number(rest % 62n)]}${text}`;
  }
  return text;
}
