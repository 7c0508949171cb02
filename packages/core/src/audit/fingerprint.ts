import { sha256 } from '@noble/hashes/sha2.js';
import { utf8Bytes } from '../internal/bytes.ts';
import { encodeHex } from '../internal/hex.ts';
import { canonicalJson } from './canonicalJson.ts';

/**
 * Returns the SHA-256 hash of a value's canonical JSON.
 *
 * Equal for values that mean the same JSON, so it tells a repeated request from another one. It hides nothing: short
 * secrets can be guessed from it.
 *
 * @param value - JSON-plain, see {@link canonicalJson}.
 * @returns 64 lower-case hexadecimal digits.
 * @throws {TypeError} If something in the value is not JSON-plain.
 * @example
 * fingerprint({ a: 1, b: 2 }) === fingerprint({ b: 2, a: 1 }) // true
 */
export function fingerprint(value: unknown): string {
  return encodeHex(sha256(utf8Bytes(canonicalJson(value))));
}
