/** One instruction of a program: the opcode and what follows it. */
import { AvmError } from './avmError.ts';
import type { Immediate } from './opcode.ts';
import { opcodesOfVersion, type RunnableOpcode } from './opcodeTable.ts';
import type { ProgramReader } from './programReader.ts';

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

/** While a program is read, targets are still offsets in it. */
export type Draft = Instruction & {
  readonly operands: number[];
  readonly ints: bigint[];
  readonly byteStrings: Uint8Array[];
  readonly targets: number[];
};

/** The first version in which a program may jump back, and pays for what it runs and not for what it has. */
export const backwardBranches = 4;

export function readInstruction(reader: ProgramReader, version: number): Draft {
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
  const draft: Draft = {
    pc,
    opcode,
    operands: [],
    ints: [],
    byteStrings: [],
    targets: [],
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

function readImmediate(
  reader: ProgramReader,
  immediate: Immediate,
  into: Draft,
  version: number,
): void {
  switch (immediate) {
    case 'int8':
      into.operands.push(reader.int8());
      break;
    case 'label':
      into.targets.push(...readJumps(reader, 1, version));
      break;
    case 'labels':
      into.targets.push(...readJumps(reader, readJumpCount(reader, into.opcode.name), version));
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
