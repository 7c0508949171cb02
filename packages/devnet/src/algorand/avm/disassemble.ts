/** The lines of a program around a place in it, as algod's errors show them. */
import { encodeAddress } from '../address.ts';
import type { Program } from './parseProgram.ts';
import type { Instruction } from './readInstruction.ts';
import { toHex } from './value.ts';

const instructionsBefore = 2;

/**
 * The instruction at an index after the two before it, with the labels in between: "txn ApplicationID; !; assert".
 * Empty at the end of the program, and when a field of the program does not exist.
 */
export function disassembleAround(program: Program, index: number): string {
  const { instructions } = program;
  const hasUnknownField = instructions.some((instruction) =>
    fieldNamesOf(instruction).some((name) => name === undefined),
  );
  if (index >= instructions.length || hasUnknownField) return '';
  const labels = labelTargets(instructions);
  const constants = { ints: [] as readonly bigint[], byteStrings: [] as readonly Uint8Array[] };
  const lines: string[] = [];
  for (const [position, instruction] of instructions.entries()) {
    const { ints, byteStrings, opcode } = instruction;
    if (opcode.name === 'intcblock') constants.ints = ints;
    if (opcode.name === 'bytecblock') constants.byteStrings = byteStrings;
    if (position < index - instructionsBefore) continue;
    lines.push(describe(instruction, labels, constants));
    const label = labels.get(position + 1);
    if (label !== undefined) lines.push(`${label}:`);
    if (position === index) break;
  }
  return lines.join('; ');
}

/** Labels are numbered in the order in which the program first needs them; a subroutine always has one. */
function labelTargets(instructions: readonly Instruction[]): ReadonlyMap<number, string> {
  const labels = new Map<number, string>();
  const add = (target: number) => {
    if (!labels.has(target)) labels.set(target, `label${labels.size + 1}`);
  };
  for (const [position, { opcode, targets }] of instructions.entries()) {
    if (opcode.name === 'proto') add(position);
    targets.forEach(add);
  }
  return labels;
}

type Constants = {
  readonly ints: readonly bigint[];
  readonly byteStrings: readonly Uint8Array[];
};

function describe(
  instruction: Instruction,
  labels: ReadonlyMap<number, string>,
  constants: Constants,
): string {
  const { opcode, operands, ints, byteStrings, targets } = instruction;
  const immediates = [
    ...fieldNamesOf(instruction),
    ...ints,
    ...byteStrings.map(toHex),
    ...targets.map((target) => labels.get(target)!),
  ];
  // An empty list still takes its space.
  const text = opcode.immediates ? `${opcode.name} ${immediates.join(' ')}` : opcode.name;
  const constant = constantOf(opcode.name, operands[0], constants);
  if (opcode.name === 'pushbytes') return `${text} // ${guessText(byteStrings[0]!)}`;
  return constant === undefined ? text : `${text} // ${constant}`;
}

/** Small numbers as they are, and fields by their names; undefined for a field that does not exist. */
function fieldNamesOf({ opcode, operands }: Instruction): (string | undefined)[] {
  const small = (opcode.immediates ?? []).filter(
    (kind) => kind === 'uint8' || kind === 'int8' || typeof kind === 'object',
  );
  return operands.map((operand, index) => {
    const kind = small[index]!;
    return typeof kind === 'object' ? kind[operand] : String(operand);
  });
}

/** What an `intc` or `bytec` refers to. */
function constantOf(
  name: string,
  operand: number | undefined,
  { ints, byteStrings }: Constants,
): string | undefined {
  const [kind, suffix] = name.split('_');
  const number = operand ?? Number(suffix);
  if (kind === 'intc') return ints[number]?.toString();
  const bytes = kind === 'bytec' ? byteStrings[number] : undefined;
  return bytes === undefined ? undefined : guessText(bytes);
}

/** An address when it has the length of one, text when it is printable, hexadecimal otherwise. */
function guessText(bytes: Uint8Array): string {
  if (bytes.length === 32) return `addr ${encodeAddress(bytes)}`;
  const isPrintable = bytes.every((byte) => byte >= 32 && byte <= 126);
  return isPrintable ? JSON.stringify(Buffer.from(bytes).toString('latin1')) : toHex(bytes);
}
