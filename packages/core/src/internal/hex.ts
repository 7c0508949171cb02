import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';

const wholeBytes = /^(?:[0-9a-fA-F]{2})*$/;

/** Lower-case hexadecimal digits of the bytes, without a prefix. */
export function encodeHex(bytes: Uint8Array): string {
  return bytesToHex(bytes);
}

/** The bytes of hexadecimal digits without a prefix, or undefined when the text is anything else. */
export function decodeHex(text: string): Uint8Array | undefined {
  return wholeBytes.test(text) ? hexToBytes(text) : undefined;
}
