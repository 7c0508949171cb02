/** Runs a program to its end, in algod's order of checks. */
import { TransactionError } from '../errors.ts';
import { AvmError } from './avmError.ts';
import { disassembleAround } from './disassemble.ts';
import type { Environment } from './environment.ts';
import { type Machine, remainingBudget } from './machine.ts';
import type { RunnableOpcode } from './opcodeTable.ts';
import type { Program } from './parseProgram.ts';
import type { Instruction } from './readInstruction.ts';
import { limits, typeNameOf, type Value } from './value.ts';

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
  /** The whole sentence: "logic eval error: assert failed pc=12. Details: app=1001, pc=12". */
  readonly message: string;
  /** The sentence of the opcode or the environment alone. */
  readonly reason: string;
  /** Offset of the failing instruction in the program. */
  readonly pc: number;
  /** The stack that the failing instruction met, bottom first. */
  readonly stack: readonly Value[];
};

/**
 * Never throws for what a program does. Changes that a failed or rejected program made through the environment are for
 * the caller to throw away.
 */
export function runProgram(program: Program, environment: Environment): Run {
  const machine = createMachine(program, environment);
  const { instructions } = program;
  let current = 0;
  try {
    while (current < instructions.length) {
      machine.next = current + 1;
      step(machine, instructions[current]!);
      current = machine.next;
    }
    return { ...outcome(machine), approved: isApproved(machine.stack) };
  } catch (error) {
    if (!(error instanceof TransactionError)) throw error;
    const failure = describeFailure(machine, current, error.message);
    return { ...outcome(machine), approved: false, failure };
  }
}

function createMachine(program: Program, environment: Environment): Machine {
  return {
    program,
    environment,
    stack: [],
    frames: [],
    scratch: Array.from({ length: limits.scratchSlots }, () => 0n),
    logs: [],
    logBytes: 0,
    cost: 0,
    intConstants: [],
    byteConstants: [],
    next: 0,
    isAtProtoOfCall: false,
  };
}

function step(machine: Machine, instruction: Instruction): void {
  const { opcode } = instruction;
  const { stack } = machine;
  checkTaken(stack, opcode);
  spend(machine, opcode);
  const height = stack.length - opcode.takes.length;
  const taken = stack.slice(height);
  try {
    opcode.run(machine, instruction);
  } catch (error) {
    // An opcode fails before it changes anything below what it takes, so this is the stack it met.
    stack.splice(height, stack.length, ...taken);
    throw error;
  }
  checkGiven(stack, opcode);
}

function checkTaken(stack: readonly Value[], { name, takes }: RunnableOpcode): void {
  const first = stack.length - takes.length;
  if (first < 0) throw new AvmError(`stack underflow in ${name}`);
  for (let index = 0; index < takes.length; index += 1) {
    const wanted = takes[index]!;
    const value = stack[first + index]!;
    if (wanted !== 'any' && (typeof value === 'bigint') !== isInteger(wanted)) {
      throw new AvmError(`${name} arg ${index} wanted ${wanted} but got ${typeNameOf(value)}`);
    }
  }
}

function isInteger(type: string): boolean {
  return type === 'uint64' || type === 'bool';
}

function spend(machine: Machine, { name, cost }: RunnableOpcode): void {
  if (cost > remainingBudget(machine)) {
    throw new AvmError(
      `dynamic cost budget exceeded, executing ${name}: local program cost was ${machine.cost}`,
    );
  }
  machine.cost += cost;
  machine.environment.budget.remaining -= cost;
}

function checkGiven(stack: readonly Value[], { name, gives }: RunnableOpcode): void {
  for (let index = stack.length - gives.length; index < stack.length; index += 1) {
    const value = stack[index]!;
    if (typeof value !== 'bigint' && value.length > limits.bytesLength) {
      throw new AvmError(`${name} produced a too big (${value.length}) byte-array`);
    }
  }
  if (stack.length > limits.stackDepth) throw new AvmError('stack overflow');
}

function isApproved(stack: readonly Value[]): boolean {
  const [result, ...rest] = stack;
  if (result === undefined || rest.length > 0) {
    throw new AvmError(`stack len is ${stack.length} instead of 1`);
  }
  if (typeof result !== 'bigint') throw new AvmError('stack finished with bytes not int');
  return result !== 0n;
}

function outcome({ cost, logs, scratch }: Machine): Pick<Run, 'cost' | 'logs' | 'scratch'> {
  return { cost, logs, scratch };
}

function describeFailure(machine: Machine, current: number, reason: string): Failure {
  const { program, environment, stack } = machine;
  const pc = program.instructions[current]?.pc ?? program.bytes.length;
  const opcodes = environment.showsOpcodes
    ? `, opcodes=${disassembleAround(program, current)}`
    : '';
  const details = `app=${environment.applicationId}, pc=${pc}${opcodes}`;
  return { message: `logic eval error: ${reason}. Details: ${details}`, reason, pc, stack };
}
