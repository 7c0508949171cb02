/** What every opcode refuses, from its row: a stack too short for it, and each argument of the wrong type. */
import type { Immediate } from '../../opcode.ts';
import { opcodesOfVersion, type RunnableOpcode } from '../../opcodeTable.ts';
import { assemble } from '../assemble.ts';
import type { Example } from '../example.ts';

const integer = 'pushint 1';
const byteString = 'pushbytes "x"';

export const misuseExamples: readonly Example[] = opcodesOfVersion(12).flatMap((entry) =>
  entry?.kind === 'runs' ? misusesOf(entry.opcode) : [],
);

function misusesOf(opcode: RunnableOpcode): Example[] {
  const { name, takes } = opcode;
  const instruction = [name, ...(opcode.immediates ?? []).map(immediateOf)].join(' ');
  const example = (pushes: readonly string[], sentence: string): Example => {
    const source = [...pushes, instruction].join('; ');
    return { opcode: name, source, sentence, program: assemble(source) };
  };
  const right = takes.map((type): string => (isInteger(type) ? integer : byteString));
  const tooFew = takes.length === 0 ? [] : [example(right.slice(1), `stack underflow in ${name}`)];
  const wrongTypes = takes.flatMap((type, index) => {
    if (type === 'any') return [];
    const [wrong, got] = isInteger(type) ? [byteString, '[]byte'] : [integer, 'uint64'];
    return [
      example(right.with(index, wrong), `${name} arg ${index} wanted ${type} but got ${got}`),
    ];
  });
  return [...tooFew, ...wrongTypes];
}

function isInteger(type: string): boolean {
  return type === 'uint64' || type === 'bool';
}

/** Any immediate will do: the stack is looked at first. */
function immediateOf(kind: Immediate): string {
  return typeof kind === 'object' ? kind.find((name) => name !== undefined)! : '0';
}
