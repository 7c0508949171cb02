/** Constants: blocks that are loaded once and selected by number, and values pushed where they stand. */
import { AvmError } from '../avmError.ts';
import type { Machine } from '../machine.ts';
import type { Opcode } from '../opcode.ts';
import type { Value } from '../value.ts';

const short = [0, 1, 2, 3];

export const constants: readonly Opcode[] = [
  {
    code: 0x20,
    name: 'intcblock',
    since: 1,
    stack: '->',
    immediates: ['varuints'],
    run(machine, { ints }) {
      machine.intConstants = ints;
    },
  },
  {
    code: 0x21,
    name: 'intc',
    since: 1,
    stack: '-> uint64',
    immediates: ['uint8'],
    run: (machine, { operands: [n] }) => pushIntConstant(machine, n!),
  },
  ...short.map((n): Opcode => ({
    code: 0x22 + n,
    name: `intc_${n}`,
    since: 1,
    stack: '-> uint64',
    run: (machine) => pushIntConstant(machine, n),
  })),
  {
    code: 0x26,
    name: 'bytecblock',
    since: 1,
    stack: '->',
    immediates: ['bytess'],
    run(machine, { byteStrings }) {
      machine.byteConstants = byteStrings;
    },
  },
  {
    code: 0x27,
    name: 'bytec',
    since: 1,
    stack: '-> []byte',
    immediates: ['uint8'],
    run: (machine, { operands: [n] }) => pushByteConstant(machine, n!),
  },
  ...short.map((n): Opcode => ({
    code: 0x28 + n,
    name: `bytec_${n}`,
    since: 1,
    stack: '-> []byte',
    run: (machine) => pushByteConstant(machine, n),
  })),
  {
    code: 0x80,
    name: 'pushbytes',
    since: 3,
    stack: '-> []byte',
    immediates: ['bytes'],
    run: ({ stack }, { byteStrings }) => void stack.push(...byteStrings),
  },
  {
    code: 0x81,
    name: 'pushint',
    since: 3,
    stack: '-> uint64',
    immediates: ['varuint'],
    run: ({ stack }, { ints }) => void stack.push(...ints),
  },
  {
    code: 0x82,
    name: 'pushbytess',
    since: 8,
    stack: '->',
    immediates: ['bytess'],
    run: ({ stack }, { byteStrings }) => pushAll(stack, byteStrings),
  },
  {
    code: 0x83,
    name: 'pushints',
    since: 8,
    stack: '->',
    immediates: ['varuints'],
    run: ({ stack }, { ints }) => pushAll(stack, ints),
  },
];

function pushIntConstant({ stack, intConstants }: Machine, n: number): void {
  const value = intConstants[n];
  if (value === undefined) throw new AvmError(`intc ${n} beyond ${intConstants.length} constants`);
  stack.push(value);
}

function pushByteConstant({ stack, byteConstants }: Machine, n: number): void {
  const value = byteConstants[n];
  if (value === undefined)
    throw new AvmError(`bytec ${n} beyond ${byteConstants.length} constants`);
  stack.push(value);
}

function pushAll(stack: Value[], values: readonly Value[]): void {
  for (const value of values) stack.push(value);
}
