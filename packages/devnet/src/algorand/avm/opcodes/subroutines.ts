/** Subroutines and the frames of the stack they work in. */
import { AvmError } from '../avmError.ts';
import { type Frame, type Machine, popValue } from '../machine.ts';
import type { Opcode } from '../opcode.ts';

export const subroutines: readonly Opcode[] = [
  {
    code: 0x88,
    name: 'callsub',
    since: 4,
    stack: '->',
    immediates: ['label'],
    run(machine, { targets: [target] }) {
      machine.frames.push({ returnTo: machine.next, height: machine.stack.length });
      machine.next = target!;
      machine.isAtProtoOfCall = machine.program.instructions[target!]?.opcode.name === 'proto';
    },
  },
  { code: 0x89, name: 'retsub', since: 4, stack: '->', run: returnFromSubroutine },
  {
    code: 0x8a,
    name: 'proto',
    since: 8,
    stack: '->',
    immediates: ['uint8', 'uint8'],
    run(machine, { operands: [args, returns] }) {
      if (!machine.isAtProtoOfCall) throw new AvmError('proto was executed without a callsub');
      machine.isAtProtoOfCall = false;
      const height = machine.stack.length;
      if (args! > height) {
        throw new AvmError(
          `callsub to proto that requires ${args} args with stack height ${height}`,
        );
      }
      machine.frames.at(-1)!.declared = { args: args!, returns: returns! };
    },
  },
  {
    code: 0x8b,
    name: 'frame_dig',
    since: 8,
    stack: '-> any',
    immediates: ['int8'],
    run(machine, { operands: [offset] }) {
      const index = indexInFrame(machine, 'frame_dig', offset!, machine.stack.length);
      machine.stack.push(machine.stack[index]!);
    },
  },
  {
    code: 0x8c,
    name: 'frame_bury',
    since: 8,
    stack: 'any ->',
    immediates: ['int8'],
    run(machine, { operands: [offset] }) {
      // The value itself is not part of where it may go.
      const index = indexInFrame(machine, 'frame_bury', offset!, machine.stack.length - 1);
      machine.stack[index] = popValue(machine);
    },
  },
];

/** A subroutine that declared its results leaves just them in place of its arguments. */
function returnFromSubroutine(machine: Machine): void {
  const { stack } = machine;
  const frame = machine.frames.at(-1);
  if (frame === undefined) throw new AvmError('retsub with empty callstack');
  const { declared, height } = frame;
  if (declared !== undefined) {
    const end = height + declared.returns;
    if (stack.length < end) throw new AvmError(describeShortage(stack.length - height, declared));
    stack.length = end;
    stack.splice(height - declared.args, declared.args);
  }
  machine.frames.pop();
  machine.next = frame.returnTo;
}

function describeShortage(left: number, { returns }: { readonly returns: number }): string {
  if (left < 0) return 'retsub executed with stack below frame. Did you pop args?';
  const found = left === 0 ? 'no' : left;
  return `retsub executed with ${found} return values on stack. proto declared ${returns}`;
}

/** Index 0 is the first value above the arguments, which have the negative ones. */
function indexInFrame(machine: Machine, opcode: string, offset: number, end: number): number {
  const frame: Frame | undefined = machine.frames.at(-1);
  if (frame === undefined) throw new AvmError(`${opcode} with empty callstack`);
  if (frame.declared !== undefined && -offset > frame.declared.args) {
    throw new AvmError(`${opcode} ${offset} in sub with ${frame.declared.args} args`);
  }
  const index = frame.height + offset;
  if (index >= end) throw new AvmError(`${opcode} above stack`);
  if (index < 0) throw new AvmError(`${opcode} below stack`);
  return index;
}
