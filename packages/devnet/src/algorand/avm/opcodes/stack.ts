/** Moving values about the stack. */
import { AvmError } from '../avmError.ts';
import { popUint, popValue } from '../machine.ts';
import { compute, type Opcode } from '../opcode.ts';
import type { Value } from '../value.ts';

export const stack: readonly Opcode[] = [
  {
    code: 0x45,
    name: 'bury',
    since: 8,
    stack: 'any ->',
    immediates: ['uint8'],
    run({ stack: values }, { operands: [depth] }) {
      const target = values.length - 1 - depth!;
      if (target < 0 || depth === 0) throw new AvmError('bury outside stack');
      values[target] = values.pop()!;
    },
  },
  {
    code: 0x46,
    name: 'popn',
    since: 8,
    stack: '->',
    immediates: ['uint8'],
    run({ stack: values }, { operands: [count] }) {
      if (count! > values.length) {
        throw new AvmError(`popn ${count} while stack contains ${values.length}`);
      }
      values.length -= count!;
    },
  },
  {
    code: 0x47,
    name: 'dupn',
    since: 8,
    stack: 'any ->',
    immediates: ['uint8'],
    run({ stack: values }, { operands: [count] }) {
      const value = values.at(-1)!;
      for (let copies = 0; copies < count!; copies += 1) values.push(value);
    },
  },
  { code: 0x48, name: 'pop', since: 1, stack: 'any ->', run: (machine) => void popValue(machine) },
  {
    code: 0x49,
    name: 'dup',
    since: 1,
    stack: 'any -> any any',
    run: ({ stack: values }) => void values.push(values.at(-1)!),
  },
  {
    code: 0x4a,
    name: 'dup2',
    since: 2,
    stack: 'any any -> any any any any',
    run: ({ stack: values }) => void values.push(values.at(-2)!, values.at(-1)!),
  },
  {
    code: 0x4b,
    name: 'dig',
    since: 3,
    stack: 'any -> any any',
    immediates: ['uint8'],
    run({ stack: values }, { operands: [depth] }) {
      values.push(values[indexAt(values, 'dig', depth!)]!);
    },
  },
  {
    code: 0x4c,
    name: 'swap',
    since: 3,
    stack: 'any any -> any any',
    run: compute((a: Value, b: Value) => [b, a]),
  },
  {
    code: 0x4d,
    name: 'select',
    since: 3,
    stack: 'any any uint64 -> any',
    run(machine) {
      const condition = popUint(machine);
      const [whenZero, otherwise] = machine.stack.splice(-2);
      machine.stack.push(condition === 0n ? whenZero! : otherwise!);
    },
  },
  {
    code: 0x4e,
    name: 'cover',
    since: 5,
    stack: 'any -> any',
    immediates: ['uint8'],
    run({ stack: values }, { operands: [depth] }) {
      const target = indexAt(values, 'cover', depth!);
      values.splice(target, 0, values.pop()!);
    },
  },
  {
    code: 0x4f,
    name: 'uncover',
    since: 5,
    stack: 'any -> any',
    immediates: ['uint8'],
    run({ stack: values }, { operands: [depth] }) {
      values.push(...values.splice(indexAt(values, 'uncover', depth!), 1));
    },
  },
];

function indexAt(values: readonly Value[], opcode: string, depth: number): number {
  const index = values.length - 1 - depth;
  if (index < 0) throw new AvmError(`${opcode} ${depth} with stack size = ${values.length}`);
  return index;
}
