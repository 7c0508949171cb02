/**
 * Algorand addresses: a public key and the last four bytes of its SHA-512/256 hash, in base32.
 *
 * @see https://dev.algorand.co/concepts/accounts/overview/
 */
import { sha512_256 } from '@noble/hashes/sha2.js';
import { decodeBase32, encodeBase32 } from '../internal/base32.ts';
import { concatBytes, equalBytes } from '../internal/bytes.ts';
import { InvalidAddressError } from './invalidAddressError.ts';

const publicKeyBytes = 32;
const checksumBytes = 4;
const addressLength = 58;

/**
 * Writes a public key as an Algorand address. The address is the same on Algorand, VOI and Aramid.
 *
 * @param publicKey - 32 bytes.
 * @returns 58 characters of `[A-Z2-7]`.
 * @throws {RangeError} If the key is not 32 bytes long.
 * @example
 * encodeAlgorandAddress(new Uint8Array(32)) // "AAAAAAAA…Y5HFKQ"
 */
export function encodeAlgorandAddress(publicKey: Uint8Array): string {
  if (publicKey.length !== publicKeyBytes) {
    throw new RangeError(
      `Cannot encode Algorand address: public key has ${publicKey.length} bytes, should have ${publicKeyBytes}`,
    );
  }
  return encodeBase32(concatBytes(publicKey, checksumOf(publicKey)));
}

/**
 * Reads an Algorand address.
 *
 * Only the one canonical spelling is accepted: no lower case, no padding, no other unused bits in the last character.
 *
 * @param text - The address.
 * @returns The 32-byte public key.
 * @throws {InvalidAddressError} If the length, the alphabet or the checksum is wrong.
 * @example
 * parseAlgorandAddress('GIMN3RFDRRWFD7KIFSVRMXC4JXYD5ZXKT7KSN57OG4RAZPPC3L3YDM46NQ')
 */
export function parseAlgorandAddress(text: string): Uint8Array {
  if (text.length !== addressLength) {
    throw new InvalidAddressError({
      family: 'avm',
      problem: `has ${text.length} characters, should have ${addressLength}`,
    });
  }
  const bytes = decodeBase32(text);
  if (bytes === undefined) {
    throw new InvalidAddressError({ family: 'avm', problem: 'is not canonical base32 (A-Z, 2-7)' });
  }
  const publicKey = bytes.slice(0, publicKeyBytes);
  if (!equalBytes(bytes.subarray(publicKeyBytes), checksumOf(publicKey))) {
    throw new InvalidAddressError({ family: 'avm', problem: 'the checksum does not match' });
  }
  return publicKey;
}

/**
 * Says whether {@link parseAlgorandAddress} would accept the text.
 *
 * @param text - The address.
 * @returns True for a canonical address with the right checksum.
 * @example
 * isAlgorandAddress('GIMN3RFD') // false
 */
export function isAlgorandAddress(text: string): boolean {
  try {
    parseAlgorandAddress(text);
    return true;
  } catch {
    return false;
  }
}

function checksumOf(publicKey: Uint8Array): Uint8Array {
  return sha512_256(publicKey).slice(-checksumBytes);
}
