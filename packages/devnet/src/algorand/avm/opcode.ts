/** A row of the opcode table, and the ways to write what an opcode does. */
import type { Machine } from './machine.ts';
import type { Instruction } from './readInstruction.ts';
import type { Value } from './value.ts';

export type Opcode = {
  readonly code: number;
  readonly name: string;
  /** The AVM version that introduced this row; a later row with the same code replaces it. */
  readonly since: number;
  /** What it takes from the stack and what it leaves, top last: `'[]byte uint64 -> []byte'`. */
  readonly stack: StackEffect;
  readonly immediates?: readonly Immediate[];
  /** @default 1 */
  readonly cost?: number;
  readonly run: Step;
};

export type StackEffect = `${string}->${string}`;

export type Step = (machine: Machine, instruction: Instruction) => void;

/**
 * What follows an opcode in the program. `label` is a jump of two bytes, `labels` a count and as many jumps; `varuint…`
 * and `bytes…` are numbers and byte strings of variable length, the plural ones with a count. A field table stands for
 * one byte that selects a row of it.
 */
export type Immediate =
  | 'uint8'
  | 'int8'
  | 'label'
  | 'labels'
  | 'varuint'
  | 'varuints'
  | 'bytes'
  | 'bytess'
  | FieldNames;

/** The names of selectable fields by number; undefined where a number belongs to another kind of field. */
export type FieldNames = readonly (string | undefined)[];

/** An opcode that is a function of the values it takes, in the order in which they were pushed. */
export function compute<Args extends readonly Value[]>(
  operation: (...args: Args) => Value | readonly Value[],
): Step {
  // oxlint-disable-next-line typescript/no-explicit-any -- the stack effect of the row has been checked
  const call = operation as (...args: any[]) => Value | readonly Value[];
  const count = operation.length;
  return ({ stack }) => {
    const result = call(...stack.splice(stack.length - count));
    if (Array.isArray(result)) stack.push(...(result as readonly Value[]));
    else stack.push(result as Value);
  };
}

/** The types of a stack effect, with algod's names: `uint64`, `bool`, `any`, and byte strings of several kinds. */
export function parseStackEffect(effect: StackEffect): {
  readonly takes: readonly string[];
  readonly gives: readonly string[];
} {
  const [takes = [], gives = []] = effect
    .split('->')
    .map((side) => side.split(' ').filter((word) => word !== ''));
  return { takes, gives };
}
