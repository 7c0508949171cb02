/** Where the program goes on, and where it ends. */
import { AvmError } from '../avmError.ts';
import { popUint, popValue } from '../machine.ts';
import type { Opcode } from '../opcode.ts';
import { equalBytes, type Value } from '../value.ts';

export const flow: readonly Opcode[] = [
  {
    code: 0x00,
    name: 'err',
    since: 1,
    stack: '->',
    run() {
      throw new AvmError('err opcode executed');
    },
  },
  {
    code: 0x40,
    name: 'bnz',
    since: 1,
    stack: 'uint64 ->',
    immediates: ['label'],
    run(machine, { targets: [target] }) {
      if (popUint(machine) !== 0n) machine.next = target!;
    },
  },
  {
    code: 0x41,
    name: 'bz',
    since: 2,
    stack: 'uint64 ->',
    immediates: ['label'],
    run(machine, { targets: [target] }) {
      if (popUint(machine) === 0n) machine.next = target!;
    },
  },
  {
    code: 0x42,
    name: 'b',
    since: 2,
    stack: '->',
    immediates: ['label'],
    run(machine, { targets: [target] }) {
      machine.next = target!;
    },
  },
  {
    code: 0x43,
    name: 'return',
    since: 2,
    stack: 'uint64 ->',
    run(machine) {
      const result = popUint(machine);
      machine.stack.length = 0;
      machine.stack.push(result);
      machine.next = machine.program.instructions.length;
    },
  },
  {
    code: 0x44,
    name: 'assert',
    since: 3,
    stack: 'uint64 ->',
    run(machine, { pc }) {
      // Looked at before it is taken: a failed assertion is still on the stack that the error shows.
      if (machine.stack.at(-1) === 0n) throw new AvmError(`assert failed pc=${pc}`);
      machine.stack.pop();
    },
  },
  {
    code: 0x8d,
    name: 'switch',
    since: 8,
    stack: 'uint64 ->',
    immediates: ['labels'],
    run(machine, { targets }) {
      machine.next = targets[Number(popUint(machine))] ?? machine.next;
    },
  },
  {
    code: 0x8e,
    name: 'match',
    since: 8,
    stack: 'any ->',
    immediates: ['labels'],
    run(machine, { targets }) {
      const { stack } = machine;
      const taken = targets.length + 1;
      if (taken > stack.length) {
        throw new AvmError(
          `match expects ${taken} stack args while stack only contains ${stack.length}`,
        );
      }
      const sought = popValue(machine);
      const candidates = stack.splice(stack.length - targets.length);
      const found = candidates.findIndex((candidate) => isSame(candidate, sought));
      machine.next = targets[found] ?? machine.next;
    },
  },
];

function isSame(a: Value, b: Value): boolean {
  return typeof a === 'bigint' || typeof b === 'bigint' ? a === b : equalBytes(a, b);
}
