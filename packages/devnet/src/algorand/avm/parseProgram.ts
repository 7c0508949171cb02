/** From bytes to instructions: version, immediates and branch targets, checked as algod checks a program it is given. */
import { hash } from 'node:crypto';
import { AvmError } from './avmError.ts';
import type { Immediate } from './opcode.ts';
import { opcodesOfVersion, type RunnableOpcode } from './opcodeTable.ts';
import { ProgramReader } from './programReader.ts';
import { limits } from './value.ts';

/** A program that passed the checks. */
export type Program = {
  readonly bytes: Uint8Array;
  readonly version: number;
  readonly instructions: readonly Instruction[];
};

export type Instruction = {
  /** Offset in the program. */
  readonly pc: number;
  readonly opcode: RunnableOpcode;
  /** Immediates by kind, in their order: small numbers and fields, numbers, byte strings, jumps. */
  readonly operands: readonly number[];
  readonly ints: readonly bigint[];
  readonly byteStrings: readonly Uint8Array[];
  /** Indices of instructions; the end of the program is one past the last. */
  readonly targets: readonly number[];
};

/** Applications came with version 2; 12 is what public networks run. */
const versions = { min: 2, max: 12 } as const;
const backwardBranches = 4;
const cacheSizeMax = 1_000;
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
  if (version > 13n) {
    const known = version > 14n ? 'max supported version 14' : 'protocol supported version 13';
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

/** An instruction whose jumps are still offsets in the program. */
type Draft = Omit<Instruction, 'targets'> & { readonly jumps: number[] };

function readInstructions(reader: ProgramReader, version: number): Instruction[] {
  const drafts: Draft[] = [];
  const indexByOffset = new Map<number, number>();
  const jumpedTo = new Set<number>();
  let staticCost = 0;

  while (!reader.isAtEnd) {
    const pc = reader.position;
    indexByOffset.set(pc, drafts.length);
    try {
      const draft = readInstruction(reader, version);
      for (const target of draft.jumps) {
        if (target < reader.position && !indexByOffset.has(target)) {
          throw new AvmError(`back branch target ${target} is not an aligned instruction`);
        }
        jumpedTo.add(target);
      }
      drafts.push(draft);
      staticCost += draft.opcode.cost;
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
    if (version < backwardBranches && staticCost > limits.callBudget) {
      const sentence = `static cost budget of ${limits.callBudget} exceeded`;
      throw at(reader.position, new AvmError(sentence));
    }
  }
  indexByOffset.set(reader.position, drafts.length);
  return drafts.map(({ jumps, ...rest }) => ({
    ...rest,
    targets: jumps.map((offset) => indexByOffset.get(offset)!),
  }));
}

function at(pc: number, error: unknown): unknown {
  if (!(error instanceof AvmError)) return error;
  return new AvmError(`pc=${String(pc).padStart(3)} ${error.message}`);
}

function readInstruction(reader: ProgramReader, version: number): Draft {
  const pc = reader.position;
  const code = reader.uint8();
  const entry = opcodesOfVersion(version)[code];
  if (entry === undefined) {
    throw new AvmError(`illegal opcode 0x${code.toString(16).padStart(2, '0')}`);
  }
  if (entry.kind !== 'runs') throw new AvmError(refusalOf[entry.kind](entry.name));
  const { opcode } = entry;
  const { immediates = [] } = opcode;
  checkSize(reader, immediates);
  const draft = {
    pc,
    opcode,
    operands: [] as number[],
    ints: [] as bigint[],
    byteStrings: [] as Uint8Array[],
    jumps: [] as number[],
  };
  for (const immediate of immediates) readImmediate(reader, immediate, draft, version);
  return draft;
}

const refusalOf = {
  signatureOnly: (name: string) => `${name} not allowed in current mode`,
  unsupported: (name: string) => `opcode ${name} is not supported by the devnet`,
};

/** Immediates of a fixed size are looked at together, before any is read. */
function checkSize(reader: ProgramReader, immediates: readonly Immediate[]): void {
  let size = 0;
  for (const immediate of immediates) {
    if (immediate === 'label') size += 2;
    else if (immediate === 'uint8' || immediate === 'int8' || typeof immediate === 'object') {
      size += 1;
    }
  }
  if (reader.position + size > reader.bytes.length) {
    throw new AvmError('program ends without immediate value(s)');
  }
}

type Immediates = {
  readonly opcode: RunnableOpcode;
  readonly operands: number[];
  readonly ints: bigint[];
  readonly byteStrings: Uint8Array[];
  readonly jumps: number[];
};

function readImmediate(
  reader: ProgramReader,
  immediate: Immediate,
  into: Immediates,
  version: number,
): void {
  switch (immediate) {
    case 'int8':
      into.operands.push(reader.int8());
      break;
    case 'label':
      into.jumps.push(...readJumps(reader, 1, version));
      break;
    case 'labels':
      into.jumps.push(...readJumps(reader, readJumpCount(reader, into.opcode.name), version));
      break;
    case 'varuint':
      into.ints.push(reader.varuintConstant());
      break;
    case 'varuints':
      into.ints.push(...reader.varuintList());
      break;
    case 'bytes':
      into.byteStrings.push(reader.bytesConstant());
      break;
    case 'bytess':
      into.byteStrings.push(...reader.bytesList(into.opcode.name));
      break;
    default:
      // A plain byte, or the number of a field: whether the field exists is asked when it is read.
      into.operands.push(reader.uint8());
  }
}

function readJumpCount(reader: ProgramReader, opcode: string): number {
  if (reader.isAtEnd) throw new AvmError(`bare ${opcode} opcode at end of program`);
  const count = reader.uint8();
  if (reader.position + 2 * count > reader.bytes.length) {
    throw new AvmError(`${opcode} opcode claims to extend beyond program`);
  }
  return count;
}

/** Jumps count from the end of their instruction, and may go to the very end of the program. */
function readJumps(reader: ProgramReader, count: number, version: number): number[] {
  const offsets = Array.from({ length: count }, () => reader.int16());
  return offsets.map((offset) => {
    if (offset < 0 && version < backwardBranches) {
      throw new AvmError(`negative branch offset ${offset.toString(16)}`);
    }
    const target = reader.position + offset;
    if (target < 0 || target > reader.bytes.length) {
      throw new AvmError(`branch target ${target} outside of program`);
    }
    return target;
  });
}
