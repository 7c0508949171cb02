/** Arithmetic on uint64 and on pairs of them (the wide opcodes): nothing wraps, what does not fit fails. */
import { AvmError } from '../avmError.ts';
import { compute, type Opcode } from '../opcode.ts';
import { uint64Max } from '../value.ts';

const uint128Max = (1n << 128n) - 1n;

export const arithmetic: readonly Opcode[] = [
  { code: 0x08, name: '+', since: 1, stack: 'uint64 uint64 -> uint64', run: compute(add) },
  { code: 0x09, name: '-', since: 1, stack: 'uint64 uint64 -> uint64', run: compute(subtract) },
  { code: 0x0a, name: '/', since: 1, stack: 'uint64 uint64 -> uint64', run: compute(divide) },
  { code: 0x0b, name: '*', since: 1, stack: 'uint64 uint64 -> uint64', run: compute(multiply) },
  { code: 0x18, name: '%', since: 1, stack: 'uint64 uint64 -> uint64', run: compute(remainder) },
  {
    code: 0x1d,
    name: 'mulw',
    since: 1,
    stack: 'uint64 uint64 -> uint64 uint64',
    run: compute((a: bigint, b: bigint) => split(a * b)),
  },
  {
    code: 0x1e,
    name: 'addw',
    since: 2,
    stack: 'uint64 uint64 -> uint64 uint64',
    run: compute((a: bigint, b: bigint) => split(a + b)),
  },
  {
    code: 0x1f,
    name: 'divmodw',
    since: 4,
    stack: 'uint64 uint64 uint64 uint64 -> uint64 uint64 uint64 uint64',
    cost: 20,
    run: compute(divideWide),
  },
  { code: 0x92, name: 'sqrt', since: 4, stack: 'uint64 -> uint64', cost: 4, run: compute(sqrt) },
  { code: 0x94, name: 'exp', since: 4, stack: 'uint64 uint64 -> uint64', run: compute(power) },
  {
    code: 0x95,
    name: 'expw',
    since: 4,
    stack: 'uint64 uint64 -> uint64 uint64',
    cost: 10,
    run: compute((base: bigint, exponent: bigint) => split(raise(base, exponent, uint128Max))),
  },
  {
    code: 0x97,
    name: 'divw',
    since: 6,
    stack: 'uint64 uint64 uint64 -> uint64',
    run: compute(divideWideByNarrow),
  },
];

function add(a: bigint, b: bigint): bigint {
  const sum = a + b;
  if (sum > uint64Max) throw new AvmError('+ overflowed');
  return sum;
}

function subtract(a: bigint, b: bigint): bigint {
  if (b > a) throw new AvmError('- would result negative');
  return a - b;
}

function multiply(a: bigint, b: bigint): bigint {
  const product = a * b;
  if (product > uint64Max) throw new AvmError('* overflowed');
  return product;
}

function divide(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new AvmError('/ 0');
  return a / b;
}

function remainder(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new AvmError('% 0');
  return a % b;
}

function divideWide(aHigh: bigint, aLow: bigint, bHigh: bigint, bLow: bigint): bigint[] {
  const a = join(aHigh, aLow);
  const b = join(bHigh, bLow);
  if (b === 0n) throw new AvmError('/ 0');
  return [...split(a / b), ...split(a % b)];
}

function divideWideByNarrow(high: bigint, low: bigint, divisor: bigint): bigint {
  if (divisor === 0n) throw new AvmError('divw 0');
  if (divisor <= high) throw new AvmError(`divw overflow: ${divisor} <= ${high}`);
  return join(high, low) / divisor;
}

function power(base: bigint, exponent: bigint): bigint {
  return raise(base, exponent, uint64Max);
}

function raise(base: bigint, exponent: bigint, max: bigint): bigint {
  if (base === 0n && exponent === 0n) throw new AvmError('0^0 is undefined');
  if (base < 2n) return exponent === 0n ? 1n : base;
  // From 2 on, an exponent of 128 is over every limit; without this the power below could take forever.
  const result = exponent < 128n ? base ** exponent : max + 1n;
  if (result > max) throw new AvmError(`${base}^${exponent} overflow`);
  return result;
}

/** The largest integer whose square is not above `square`, by Newton's method. */
export function sqrt(square: bigint): bigint {
  if (square < 2n) return square;
  let root = 1n << BigInt(Math.ceil(square.toString(2).length / 2));
  for (;;) {
    const better = (root + square / root) >> 1n;
    if (better >= root) return root;
    root = better;
  }
}

function join(high: bigint, low: bigint): bigint {
  return (high << 64n) | low;
}

function split(wide: bigint): [bigint, bigint] {
  return [wide >> 64n, wide & uint64Max];
}
