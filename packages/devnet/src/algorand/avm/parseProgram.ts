/** From bytes to instructions: version, immediates and branch targets, checked as algod checks a program it is given. */
import { hash } from 'node:crypto';
import { consensus } from '../params.ts';
import { AvmError } from './avmError.ts';
import { ProgramReader } from './programReader.ts';
import {
  backwardBranches,
  type Draft,
  type Instruction,
  readInstruction,
} from './readInstruction.ts';

/** A program that passed the checks. */
export type Program = {
  readonly bytes: Uint8Array;
  readonly version: number;
  readonly instructions: readonly Instruction[];
};

/** Applications came with version 2; 12 is what public networks run; algod has 14 for networks of its developers. */
const versions = { min: 2, max: 12, drafted: 14 } as const;
const cacheSizeMax = 100;
const cache = new Map<string, Program>();

/**
 * @throws {AvmError} With algod's sentence, such as "pc=  1 illegal opcode 0xff"; an opcode that algod knows and this
 * node does not: "pc=  1 opcode vrf_verify is not supported by the devnet".
 */
export function parseProgram(bytes: Uint8Array): Program {
  const key = hash('sha256', bytes, 'base64');
  let program = cache.get(key);
  if (program === undefined) {
    program = parse(bytes);
    if (cache.size >= cacheSizeMax) cache.clear();
    cache.set(key, program);
  }
  return program;
}

function parse(bytes: Uint8Array): Program {
  const reader = new ProgramReader(bytes);
  const version = readVersion(reader);
  const instructions = readInstructions(reader, version);
  return { bytes, version, instructions };
}

function readVersion(reader: ProgramReader): number {
  if (reader.isAtEnd) throw new AvmError('invalid program (empty)');
  const version = reader.varuint();
  if (version === undefined) throw new AvmError('invalid version');
  if (version > consensus.avmVersion) {
    const known =
      version > versions.drafted
        ? `max supported version ${versions.drafted}`
        : `protocol supported version ${consensus.avmVersion}`;
    throw new AvmError(`program version ${version} greater than ${known}`);
  }
  if (version < versions.min) {
    throw new AvmError(
      `program version must be >= ${versions.min} for this transaction group, but have version ${version}`,
    );
  }
  if (version > versions.max) {
    throw new AvmError(`program version ${version} is not supported by the devnet`);
  }
  return Number(version);
}

function readInstructions(reader: ProgramReader, version: number): Instruction[] {
  const instructions: Draft[] = [];
  const indexByOffset = new Map<number, number>();
  const jumpedTo = new Set<number>();
  let staticCost = 0;

  while (!reader.isAtEnd) {
    const pc = reader.position;
    indexByOffset.set(pc, instructions.length);
    try {
      const instruction = readInstruction(reader, version);
      for (const target of instruction.targets) {
        if (target < reader.position && !indexByOffset.has(target)) {
          throw new AvmError(`back branch target ${target} is not an aligned instruction`);
        }
        jumpedTo.add(target);
      }
      instructions.push(instruction);
      staticCost += instruction.opcode.cost;
    } catch (error) {
      throw at(pc, error);
    }
    // From here on algod names the place after the instruction.
    for (let offset = pc + 1; offset < reader.position; offset += 1) {
      if (jumpedTo.has(offset)) {
        const sentence = `branch target ${offset} is not an aligned instruction`;
        throw at(reader.position, new AvmError(sentence));
      }
    }
    if (version < backwardBranches && staticCost > consensus.maxAppProgramCost) {
      const sentence = `static cost budget of ${consensus.maxAppProgramCost} exceeded`;
      throw at(reader.position, new AvmError(sentence));
    }
  }
  indexByOffset.set(reader.position, instructions.length);
  for (const { targets } of instructions) {
    for (const [index, offset] of targets.entries()) targets[index] = indexByOffset.get(offset)!;
  }
  return instructions;
}

function at(pc: number, error: unknown): unknown {
  if (!(error instanceof AvmError)) return error;
  return new AvmError(`pc=${String(pc).padStart(3)} ${error.message}`);
}
