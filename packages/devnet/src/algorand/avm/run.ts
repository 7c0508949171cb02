/** Runs a program to its end, in algod's order of checks. */
import type { Environment } from './environment.ts';
import type { Program } from './parseProgram.ts';
import type { Value } from './value.ts';

/** What came of a run. A failed or rejected one also tells how far it got. */
export type Run = {
  /** True when the program ended with one non-zero integer on the stack. */
  readonly approved: boolean;
  /** Set when the program failed; a program that ended with zero is rejected without one. */
  readonly failure?: Failure;
  /** What it took from the budget. */
  readonly cost: number;
  readonly logs: readonly Uint8Array[];
  readonly scratch: readonly Value[];
};

export type Failure = {
  /** The whole sentence: "logic eval error: assert failed pc=12. Details: app=1001, pc=12, opcodes=…". */
  readonly message: string;
  /** The sentence of the opcode or the environment alone. */
  readonly reason: string;
  /** Offset of the failing instruction in the program. */
  readonly pc: number;
  /** The stack at that moment, bottom first. */
  readonly stack: readonly Value[];
};

/**
 * Never throws for what a program does. Changes that a failed or rejected program made through the environment are for
 * the caller to throw away.
 */
export function runProgram(program: Program, environment: Environment): Run {
  void program;
  void environment;
  throw new Error('Cannot run programs: the interpreter is being built');
}
