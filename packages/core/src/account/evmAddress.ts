/**
 * EVM addresses with the mixed-case checksum.
 *
 * @see https://eips.ethereum.org/EIPS/eip-55
 */
import { keccak_256 } from '@noble/hashes/sha3.js';
import { utf8Bytes } from '../internal/bytes.ts';
import { encodeHex } from '../internal/hex.ts';
import { InvalidAddressError } from './invalidAddressError.ts';

/** An EIP-55 checksummed address: `0x` and 40 hexadecimal digits. */
export type EvmAddress = `0x${string}`;

const addressBytes = 20;
const shape = /^0x[0-9a-fA-F]{40}$/;

/**
 * Writes 20 bytes as a checksummed address.
 *
 * @param bytes - The 20 bytes of the address.
 * @returns The EIP-55 form.
 * @throws {RangeError} If there are not 20 bytes.
 * @example
 * encodeEvmAddress(new Uint8Array(20)) // "0x0000000000000000000000000000000000000000"
 */
export function encodeEvmAddress(bytes: Uint8Array): EvmAddress {
  if (bytes.length !== addressBytes) {
    throw new RangeError(
      `Cannot encode EVM address: has ${bytes.length} bytes, should have ${addressBytes}`,
    );
  }
  return withChecksum(encodeHex(bytes));
}

/**
 * Reads an EVM address and returns its checksummed form.
 *
 * All lower or all upper case carries no checksum and is accepted; mixed case must have the right one.
 *
 * @param text - `0x` and 40 hexadecimal digits.
 * @returns The EIP-55 form; compare and store only this.
 * @throws {InvalidAddressError} If the shape or the checksum is wrong.
 * @example
 * parseEvmAddress('0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266') // "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
 */
export function parseEvmAddress(text: string): EvmAddress {
  if (!shape.test(text)) {
    throw new InvalidAddressError({
      family: 'evm',
      problem: 'should be "0x" and 40 hexadecimal digits',
    });
  }
  const digits = text.slice(2);
  const address = withChecksum(digits.toLowerCase());
  const hasChecksum = digits !== digits.toLowerCase() && digits !== digits.toUpperCase();
  if (hasChecksum && text !== address) {
    throw new InvalidAddressError({ family: 'evm', problem: 'the checksum does not match' });
  }
  return address;
}

/**
 * Says whether {@link parseEvmAddress} would accept the text.
 *
 * @param text - The address.
 * @returns True for an address in one case or with the right checksum.
 * @example
 * isEvmAddress('0x12') // false
 */
export function isEvmAddress(text: string): boolean {
  try {
    parseEvmAddress(text);
    return true;
  } catch {
    return false;
  }
}

function withChecksum(lowerCaseDigits: string): EvmAddress {
  const hash = encodeHex(keccak_256(utf8Bytes(lowerCaseDigits)));
  const digits = Array.from(lowerCaseDigits, (digit, index) =>
    Number.parseInt(hash.charAt(index), 16) >= 8 ? digit.toUpperCase() : digit,
  );
  return `0x${digits.join('')}`;
}
