/** Byte strings as numbers of up to 512 bits, and bitwise logic on byte strings of any length. */
import { AvmError } from '../avmError.ts';
import { compute, type Opcode, type Step } from '../opcode.ts';
import { fromBigInt, fromBoolean, limits, toBigInt } from '../value.ts';
import { sqrt } from './arithmetic.ts';

export const byteMath: readonly Opcode[] = [
  {
    code: 0x96,
    name: 'bsqrt',
    since: 6,
    stack: 'bigint -> bigint',
    cost: 40,
    run: compute((value: Uint8Array) => fromBigInt(sqrt(toNumber(value)))),
  },
  { code: 0xa0, name: 'b+', since: 4, ...operation(10, '[]byte', (a, b) => a + b) },
  { code: 0xa1, name: 'b-', since: 4, ...operation(10, 'bigint', subtract) },
  { code: 0xa2, name: 'b/', since: 4, ...operation(20, 'bigint', divide) },
  { code: 0xa3, name: 'b*', since: 4, ...operation(20, '[]byte', (a, b) => a * b) },
  { code: 0xa4, name: 'b<', since: 4, ...comparison((a, b) => a < b) },
  { code: 0xa5, name: 'b>', since: 4, ...comparison((a, b) => a > b) },
  { code: 0xa6, name: 'b<=', since: 4, ...comparison((a, b) => a <= b) },
  { code: 0xa7, name: 'b>=', since: 4, ...comparison((a, b) => a >= b) },
  { code: 0xa8, name: 'b==', since: 4, ...comparison((a, b) => a === b) },
  { code: 0xa9, name: 'b!=', since: 4, ...comparison((a, b) => a !== b) },
  { code: 0xaa, name: 'b%', since: 4, ...operation(20, 'bigint', remainder) },
  { code: 0xab, name: 'b|', since: 4, ...bitwise((a, b) => a | b) },
  { code: 0xac, name: 'b&', since: 4, ...bitwise((a, b) => a & b) },
  { code: 0xad, name: 'b^', since: 4, ...bitwise((a, b) => a ^ b) },
  {
    code: 0xae,
    name: 'b~',
    since: 4,
    stack: '[]byte -> []byte',
    cost: 4,
    run: compute((value: Uint8Array) => value.map((byte) => ~byte)),
  },
];

type Rest = Pick<Opcode, 'stack' | 'cost' | 'run'>;

function operation(
  cost: number,
  gives: 'bigint' | '[]byte',
  apply: (a: bigint, b: bigint) => bigint,
): Rest {
  const run = onNumbers((a, b) => fromBigInt(apply(a, b)));
  return { stack: `bigint bigint -> ${gives}`, cost, run };
}

function comparison(holds: (a: bigint, b: bigint) => boolean): Rest {
  return { stack: 'bigint bigint -> bool', run: onNumbers((a, b) => fromBoolean(holds(a, b))) };
}

function onNumbers(apply: (a: bigint, b: bigint) => Uint8Array | bigint): Step {
  return compute((a: Uint8Array, b: Uint8Array) => apply(toNumber(a), toNumber(b)));
}

/** The shorter one counts as filled up with zeros on its left. */
function bitwise(combine: (a: number, b: number) => number): Rest {
  const run = compute((a: Uint8Array, b: Uint8Array) => {
    const [long, short] = a.length >= b.length ? [a, b] : [b, a];
    const offset = long.length - short.length;
    return long.map((byte, index) => combine(byte, short[index - offset] ?? 0));
  });
  return { stack: '[]byte []byte -> []byte', cost: 6, run };
}

function toNumber(value: Uint8Array): bigint {
  if (value.length > limits.byteMathLength) {
    throw new AvmError('math attempted on large byte-array');
  }
  return toBigInt(value);
}

function subtract(a: bigint, b: bigint): bigint {
  if (b > a) throw new AvmError('byte math would have negative result');
  return a - b;
}

function divide(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new AvmError('division by zero');
  return a / b;
}

function remainder(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new AvmError('modulo by zero');
  return a % b;
}
