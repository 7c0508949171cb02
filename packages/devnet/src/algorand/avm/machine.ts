/** A program while it runs: what opcodes read and change. */
import { consensus } from '../params.ts';
import { type Environment, onCompletion } from './environment.ts';
import type { Program } from './parseProgram.ts';
import type { Value } from './value.ts';

export type Machine = {
  readonly program: Program;
  readonly environment: Environment;
  readonly stack: Value[];
  readonly frames: Frame[];
  readonly scratch: Value[];
  readonly logs: Uint8Array[];
  logBytes: number;
  cost: number;
  /** Constants of the last `intcblock` and `bytecblock`. */
  intConstants: readonly bigint[];
  byteConstants: readonly Uint8Array[];
  /** Index of the instruction that comes next; opcodes that jump change it. */
  next: number;
  /** `proto` may only run as the first instruction of a subroutine that was called. */
  isAtProtoOfCall: boolean;
};

/** What `callsub` leaves for `retsub` and the frame opcodes. */
export type Frame = {
  readonly returnTo: number;
  /** Height of the stack when the subroutine was called. */
  readonly height: number;
  /** Set by `proto`: how many values below the frame are its arguments, and how many results it leaves. */
  declared?: { readonly args: number; readonly returns: number };
};

// The stack effect of an opcode is checked before it runs, so the types of what it pops are known.

export function popUint(machine: Machine): bigint {
  return machine.stack.pop() as bigint;
}

export function popBytes(machine: Machine): Uint8Array {
  return machine.stack.pop() as Uint8Array;
}

export function popValue(machine: Machine): Value {
  return machine.stack.pop()!;
}

/** What the program may still spend. A clear state program lives on the budget of one call, however large the pool is. */
export function remainingBudget({ environment, cost }: Machine): number {
  const { group, groupIndex, budget } = environment;
  const isClearState = group[groupIndex]!.txn.apan === onCompletion.clearState;
  return isClearState ? consensus.maxAppProgramCost - cost : budget.remaining;
}
