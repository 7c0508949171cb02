/** Comparison and logic; anything that is not zero counts as true. */
import { AvmError } from '../avmError.ts';
import { compute, type Opcode } from '../opcode.ts';
import { equalBytes, fromBoolean, typeNameOf, type Value } from '../value.ts';

export const comparison: readonly Opcode[] = [
  { code: 0x0c, name: '<', since: 1, stack: 'uint64 uint64 -> bool', run: test((a, b) => a < b) },
  { code: 0x0d, name: '>', since: 1, stack: 'uint64 uint64 -> bool', run: test((a, b) => a > b) },
  { code: 0x0e, name: '<=', since: 1, stack: 'uint64 uint64 -> bool', run: test((a, b) => a <= b) },
  { code: 0x0f, name: '>=', since: 1, stack: 'uint64 uint64 -> bool', run: test((a, b) => a >= b) },
  {
    code: 0x10,
    name: '&&',
    since: 1,
    stack: 'uint64 uint64 -> bool',
    run: test((a, b) => a !== 0n && b !== 0n),
  },
  {
    code: 0x11,
    name: '||',
    since: 1,
    stack: 'uint64 uint64 -> bool',
    run: test((a, b) => a !== 0n || b !== 0n),
  },
  {
    code: 0x12,
    name: '==',
    since: 1,
    stack: 'any any -> bool',
    run: compute((a: Value, b: Value) => fromBoolean(areEqual(a, b))),
  },
  {
    code: 0x13,
    name: '!=',
    since: 1,
    stack: 'any any -> bool',
    run: compute((a: Value, b: Value) => fromBoolean(!areEqual(a, b))),
  },
  {
    code: 0x14,
    name: '!',
    since: 1,
    stack: 'uint64 -> uint64',
    run: compute((a: bigint) => fromBoolean(a === 0n)),
  },
];

function test(holds: (a: bigint, b: bigint) => boolean) {
  return compute((a: bigint, b: bigint) => fromBoolean(holds(a, b)));
}

function areEqual(a: Value, b: Value): boolean {
  if (typeof a === 'bigint' && typeof b === 'bigint') return a === b;
  if (typeof a !== 'bigint' && typeof b !== 'bigint') return equalBytes(a, b);
  throw new AvmError(`cannot compare (${typeNameOf(a)} to ${typeNameOf(b)})`);
}
