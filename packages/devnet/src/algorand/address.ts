/** Algorand addresses: 32 bytes and a 4-byte checksum, 58 letters of base32. */
import { decodeBase32, encodeBase32 } from './base32.ts';
import { digest } from './hash.ts';

/** 58 letters, checksum verified where it entered. */
export type Address = string;

const checksumLength = 4;
const cacheSizeMax = 20_000;
const textByBytes = new Map<string, Address>();
const bytesByText = new Map<Address, Uint8Array>();

export const zeroAddress: Address = encodeAddress(new Uint8Array(32));

export function encodeAddress(bytes: Uint8Array): Address {
  const key = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const known = textByBytes.get(key);
  if (known !== undefined) return known;
  const checksum = digest(bytes).subarray(-checksumLength);
  const text = encodeBase32(Buffer.concat([bytes, checksum]));
  remember(textByBytes, key, text);
  return text;
}

export function decodeAddress(text: Address): Uint8Array {
  const known = bytesByText.get(text);
  if (known !== undefined) return known;
  const problem = findAddressProblem(text);
  if (problem !== undefined) throw new RangeError(problem);
  const bytes = decodeBase32(text)!.subarray(0, 32);
  remember(bytesByText, text, bytes);
  return bytes;
}

/** What is wrong with an address, in algod's words; undefined when nothing is. */
export function findAddressProblem(text: string): string | undefined {
  const decoded = decodeBase32(text);
  // Go's decoder refuses the lengths that no whole number of bytes encodes to.
  if (decoded === undefined || [1, 3, 6].includes(text.length % 8)) {
    return `failed to decode address ${text} from base 32`;
  }
  if (decoded.length < 32) return `decoded bad addr: ${text}`;
  const canonical = encodeAddress(decoded.slice(0, 32));
  if (canonical.slice(-7) !== text.slice(-7) && !sameChecksum(decoded)) {
    return `address ${text} is malformed, checksum verification failed`;
  }
  return canonical === text ? undefined : `address ${text} is non-canonical`;
}

function sameChecksum(decoded: Uint8Array): boolean {
  const expected = digest(decoded.slice(0, 32)).subarray(-checksumLength);
  return expected.equals(decoded.subarray(-checksumLength));
}

function remember<K, V>(cache: Map<K, V>, key: K, value: V): void {
  if (cache.size >= cacheSizeMax) cache.clear();
  cache.set(key, value);
}
