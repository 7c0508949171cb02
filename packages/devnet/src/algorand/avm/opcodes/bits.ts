/** Bits of integers, counted from the lowest, and of byte strings, counted from the highest of the first byte. */
import { AvmError } from '../avmError.ts';
import { compute, type Opcode } from '../opcode.ts';
import { copyOf, toBigInt, uint64Max, type Value } from '../value.ts';

export const bits: readonly Opcode[] = [
  {
    code: 0x19,
    name: '|',
    since: 1,
    stack: 'uint64 uint64 -> uint64',
    run: compute((a: bigint, b: bigint) => a | b),
  },
  {
    code: 0x1a,
    name: '&',
    since: 1,
    stack: 'uint64 uint64 -> uint64',
    run: compute((a: bigint, b: bigint) => a & b),
  },
  {
    code: 0x1b,
    name: '^',
    since: 1,
    stack: 'uint64 uint64 -> uint64',
    run: compute((a: bigint, b: bigint) => a ^ b),
  },
  {
    code: 0x1c,
    name: '~',
    since: 1,
    stack: 'uint64 -> uint64',
    run: compute((a: bigint) => a ^ uint64Max),
  },
  { code: 0x53, name: 'getbit', since: 3, stack: 'any uint64 -> uint64', run: compute(getBit) },
  { code: 0x54, name: 'setbit', since: 3, stack: 'any uint64 uint64 -> any', run: compute(setBit) },
  { code: 0x90, name: 'shl', since: 4, stack: 'uint64 uint64 -> uint64', run: compute(shiftLeft) },
  { code: 0x91, name: 'shr', since: 4, stack: 'uint64 uint64 -> uint64', run: compute(shiftRight) },
  { code: 0x93, name: 'bitlen', since: 4, stack: 'any -> uint64', run: compute(bitLength) },
];

function shiftLeft(value: bigint, by: bigint): bigint {
  if (by > 63n) throw new AvmError(`shl arg too big, (${by})`);
  return BigInt.asUintN(64, value << by);
}

function shiftRight(value: bigint, by: bigint): bigint {
  if (by > 63n) throw new AvmError(`shr arg too big, (${by})`);
  return value >> by;
}

function bitLength(value: Value): bigint {
  const number = typeof value === 'bigint' ? value : toBigInt(value);
  return number === 0n ? 0n : BigInt(number.toString(2).length);
}

function getBit(value: Value, index: bigint): bigint {
  if (typeof value === 'bigint') {
    if (index > 63n) throw new AvmError('getbit index > 63 with Uint');
    return (value >> index) & 1n;
  }
  const { at, mask } = locate('getbit', value, index);
  return (value[at]! & mask) === 0 ? 0n : 1n;
}

function setBit(value: Value, index: bigint, bit: bigint): Value {
  if (bit > 1n) throw new AvmError('setbit value > 1');
  if (typeof value === 'bigint') {
    if (index > 63n) throw new AvmError('setbit index > 63 with Uint');
    const mask = 1n << index;
    return bit === 1n ? value | mask : value & ~mask;
  }
  const { at, mask } = locate('setbit', value, index);
  const changed = copyOf(value);
  changed[at] = bit === 1n ? value[at]! | mask : value[at]! & ~mask;
  return changed;
}

function locate(opcode: string, bytes: Uint8Array, index: bigint): { at: number; mask: number } {
  if (index / 8n >= bytes.length) throw new AvmError(`${opcode} index beyond byteslice`);
  const bit = Number(index);
  return { at: bit >> 3, mask: 0x80 >> (bit & 7) };
}
