/** Byte strings: joined, cut, and turned into integers and back. */
import { AvmError } from '../avmError.ts';
import { popBytes } from '../machine.ts';
import { compute, type Opcode } from '../opcode.ts';
import { copyOf, limits, toBigInt, uint64Max } from '../value.ts';

export const bytes: readonly Opcode[] = [
  {
    code: 0x15,
    name: 'len',
    since: 1,
    stack: '[]byte -> uint64',
    run: compute((value: Uint8Array) => BigInt(value.length)),
  },
  { code: 0x16, name: 'itob', since: 1, stack: 'uint64 -> [8]byte', run: compute(itob) },
  { code: 0x17, name: 'btoi', since: 1, stack: '[]byte -> uint64', run: compute(btoi) },
  {
    code: 0x50,
    name: 'concat',
    since: 2,
    stack: '[]byte []byte -> []byte',
    run: compute((a: Uint8Array, b: Uint8Array) => Buffer.concat([a, b])),
  },
  {
    code: 0x51,
    name: 'substring',
    since: 2,
    stack: '[]byte -> []byte',
    immediates: ['uint8', 'uint8'],
    run(machine, { operands: [start, end] }) {
      machine.stack.push(substring(popBytes(machine), BigInt(start!), BigInt(end!)));
    },
  },
  {
    code: 0x52,
    name: 'substring3',
    since: 2,
    stack: '[]byte uint64 uint64 -> []byte',
    run: compute(substring),
  },
  {
    code: 0x55,
    name: 'getbyte',
    since: 3,
    stack: '[]byte uint64 -> uint64',
    run: compute(getByte),
  },
  {
    code: 0x56,
    name: 'setbyte',
    since: 3,
    stack: '[]byte uint64 uint64 -> []byte',
    run: compute(setByte),
  },
  {
    code: 0x57,
    name: 'extract',
    since: 5,
    stack: '[]byte -> []byte',
    immediates: ['uint8', 'uint8'],
    run(machine, { operands: [start, length] }) {
      const value = popBytes(machine);
      // A length of zero stands for all that follows; a start beyond the end is refused either way.
      const wanted = length === 0 ? Math.max(0, value.length - start!) : length!;
      machine.stack.push(extract(value, BigInt(start!), BigInt(wanted)));
    },
  },
  {
    code: 0x58,
    name: 'extract3',
    since: 5,
    stack: '[]byte uint64 uint64 -> []byte',
    run: compute(extract),
  },
  ...([16, 32, 64] as const).map((size, index): Opcode => ({
    code: 0x59 + index,
    name: `extract_uint${size}`,
    since: 5,
    stack: '[]byte uint64 -> uint64',
    run: compute((value: Uint8Array, start: bigint) =>
      toBigInt(extract(value, start, BigInt(size / 8))),
    ),
  })),
  {
    code: 0x5c,
    name: 'replace2',
    since: 7,
    stack: '[]byte []byte -> []byte',
    immediates: ['uint8'],
    run(machine, { operands: [start] }) {
      const replacement = popBytes(machine);
      machine.stack.push(replace(popBytes(machine), BigInt(start!), replacement));
    },
  },
  {
    code: 0x5d,
    name: 'replace3',
    since: 7,
    stack: '[]byte uint64 []byte -> []byte',
    run: compute(replace),
  },
  { code: 0xaf, name: 'bzero', since: 4, stack: 'uint64 -> []byte', run: compute(zeros) },
];

function itob(value: bigint): Uint8Array {
  const result = Buffer.alloc(8);
  result.writeBigUInt64BE(value);
  return result;
}

function btoi(value: Uint8Array): bigint {
  if (value.length > 8) throw new AvmError(`btoi arg too long, got ${value.length} bytes`);
  return toBigInt(value);
}

function substring(value: Uint8Array, start: bigint, end: bigint): Uint8Array {
  const tooFar = 'substring range beyond length of string';
  // What does not even fit an int32 is refused before the order of the two is looked at.
  if (start > 0x7fff_ffffn || end > 0x7fff_ffffn) throw new AvmError(tooFar);
  if (end < start) throw new AvmError('substring end before start');
  if (end > value.length) throw new AvmError(tooFar);
  return value.subarray(Number(start), Number(end));
}

function getByte(value: Uint8Array, index: bigint): bigint {
  if (index >= value.length) throw new AvmError('getbyte index beyond array length');
  return BigInt(value[Number(index)]!);
}

function setByte(value: Uint8Array, index: bigint, byte: bigint): Uint8Array {
  if (byte > 255n) throw new AvmError('setbyte value > 255');
  if (index >= value.length) throw new AvmError('setbyte index beyond array length');
  const changed = copyOf(value);
  changed[Number(index)] = Number(byte);
  return changed;
}

/** Part of a byte string or box. */
export function extract(value: Uint8Array, start: bigint, length: bigint): Uint8Array {
  const end = start + length;
  if (start > value.length) {
    throw new AvmError(`extraction start ${start} is beyond length: ${value.length}`);
  }
  if (end > uint64Max) throw new AvmError('extraction end exceeds uint64');
  if (end > value.length) {
    throw new AvmError(`extraction end ${end} is beyond length: ${value.length}`);
  }
  return value.subarray(Number(start), Number(end));
}

/** A copy of a byte string or box with part of it written over. */
export function replace(value: Uint8Array, start: bigint, replacement: Uint8Array): Uint8Array {
  const end = start + BigInt(replacement.length);
  if (start > value.length) {
    throw new AvmError(`replacement start ${start} beyond length: ${value.length}`);
  }
  if (end > value.length) {
    throw new AvmError(`replacement end ${end} beyond original length: ${value.length}`);
  }
  const changed = copyOf(value);
  changed.set(replacement, Number(start));
  return changed;
}

function zeros(length: bigint): Uint8Array {
  if (length > limits.bytesLength) {
    throw new AvmError('bzero attempted to create a too large string');
  }
  return new Uint8Array(Number(length));
}
