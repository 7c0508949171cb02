/** Values of the AVM and its limits on them. */

/** What the stack, scratch space and state hold: a uint64 or a byte string. A byte string is never changed in place. */
export type Value = bigint | Uint8Array;

/** The limits of the interpreter itself; those of the protocol are in `params.ts`. */
export const limits = {
  bytesLength: 4_096,
  stackDepth: 1_000,
  scratchSlots: 256,
  /** Inputs of the byte math opcodes, in bytes. */
  byteMathLength: 64,
} as const;

export const uint64Max = 0xffff_ffff_ffff_ffffn;

/** The type of a value as algod's sentences name it. */
export function typeNameOf(value: Value): 'uint64' | '[]byte' {
  return typeof value === 'bigint' ? 'uint64' : '[]byte';
}

export function fromBoolean(value: boolean): bigint {
  return value ? 1n : 0n;
}

/** A byte string as the big-endian number it stands for; none is zero. */
export function toBigInt(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${asBuffer(bytes).toString('hex')}`);
}

/** The shortest big-endian byte string of a number; zero has none. */
export function fromBigInt(value: bigint): Uint8Array {
  if (value === 0n) return new Uint8Array();
  const digits = value.toString(16);
  return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
}

/** A copy to change. Not `slice`: on a Buffer, which many values are, that shares the memory. */
export function copyOf(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(bytes);
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && asBuffer(a).equals(b);
}

export function toHex(bytes: Uint8Array): string {
  return `0x${asBuffer(bytes).toString('hex')}`;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
