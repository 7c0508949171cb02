import { AvmError } from '../avmError.ts';
import { findField, namesOf } from '../fields/field.ts';
import { globalFields } from '../fields/globalFields.ts';
import type { Opcode } from '../opcode.ts';

/** Reading the chain and the circumstances of the run. */
export const globals: readonly Opcode[] = [
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
];
