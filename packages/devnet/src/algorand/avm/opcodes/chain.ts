/** Reading the chain and the circumstances of the run. */
import { AvmError } from '../avmError.ts';
import { blockFields, readHeader } from '../fields/blockFields.ts';
import { findField, namesOf } from '../fields/field.ts';
import { globalFields } from '../fields/globalFields.ts';
import { popUint } from '../machine.ts';
import type { Opcode } from '../opcode.ts';

export const chain: readonly Opcode[] = [
  {
    code: 0x32,
    name: 'global',
    since: 1,
    stack: '-> any',
    immediates: [namesOf(globalFields)],
    run(machine, { operands: [number] }) {
      const field = findField(globalFields, number!, machine.program.version);
      if (field === undefined) {
        const name = globalFields[number!]?.name ?? `GlobalField(${number})`;
        throw new AvmError(`invalid global field ${name}`);
      }
      machine.stack.push(field.read(machine));
    },
  },
  {
    code: 0xd1,
    name: 'block',
    since: 7,
    stack: 'uint64 -> any',
    immediates: [namesOf(blockFields)],
    run(machine, { operands: [number] }) {
      const header = readHeader(machine.environment, popUint(machine));
      const field = findField(blockFields, number!, machine.program.version);
      if (field === undefined) {
        const name = blockFields[number!]?.name ?? `BlockField(${number})`;
        throw new AvmError(`invalid block field ${name}`);
      }
      machine.stack.push(field.read(header));
    },
  },
];
