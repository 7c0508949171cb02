import type { Hex } from 'viem';

/** Reads hexadecimal text that is known to be such; natively, since creation code is long. */
export function bytesOf(hex: Hex): Uint8Array {
  return Buffer.from(hex.slice(2), 'hex');
}

/** Writes hexadecimal text. */
export function hexOf(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`;
}
