/** Reads the parts of a program, refusing what ends too early with algod's sentences. */
import { AvmError } from './avmError.ts';
import { limits, uint64Max } from './value.ts';

export class ProgramReader {
  readonly bytes: Uint8Array;
  position = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.position >= this.bytes.length;
  }

  uint8(): number {
    return this.bytes[this.position++]!;
  }

  int8(): number {
    return (this.uint8() << 24) >> 24;
  }

  int16(): number {
    return (this.int8() << 8) | this.uint8();
  }

  /** A number in groups of seven bits, lowest first; undefined when it does not end or is over a uint64. */
  varuint(): bigint | undefined {
    let value = 0n;
    for (let shift = 0n; shift < 70n && !this.isAtEnd; shift += 7n) {
      const byte = this.uint8();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value > uint64Max ? undefined : value;
    }
    return undefined;
  }

  varuintConstant(): bigint {
    const start = this.position;
    return this.varuint() ?? fail(`could not decode int at program[${start}]`);
  }

  bytesConstant(): Uint8Array {
    const start = this.position;
    const length = this.varuint() ?? fail(`could not decode length at program[${start}]`);
    return this.#take(length) ?? fail(`pushbytes too long at program[${this.position}]`);
  }

  varuintList(): bigint[] {
    const count = this.#count('int', 'const int');
    return Array.from({ length: count }, (_, index) => {
      if (this.isAtEnd) throw new AvmError('const int list ran past end of program');
      const start = this.position;
      return this.varuint() ?? fail(`could not decode int const[${index}] at pc=${start}`);
    });
  }

  bytesList(opcode: string): Uint8Array[] {
    const count = this.#count('bytes', 'const bytes');
    const list = Array.from({ length: count }, (_, index) => {
      if (this.isAtEnd) throw new AvmError('const bytes list ran past end of program');
      const start = this.position;
      const length =
        this.varuint() ?? fail(`could not decode []byte const[${index}] at pc=${start}`);
      return this.#take(length) ?? fail('const bytes list ran past end of program');
    });
    const tooBig = list.findIndex(({ length }) => length > limits.bytesLength);
    if (tooBig >= 0) {
      const { length } = list[tooBig]!;
      throw new AvmError(
        `${opcode} arg ${tooBig} is too big (${length} bytes, limit ${limits.bytesLength})`,
      );
    }
    return list;
  }

  #count(what: string, list: string): number {
    const start = this.position;
    const count = this.varuint() ?? fail(`could not decode length of ${what} list at pc=${start}`);
    if (count > this.bytes.length) throw new AvmError(`${list} list with too many items`);
    return Number(count);
  }

  #take(length: bigint): Uint8Array | undefined {
    if (BigInt(this.position) + length > this.bytes.length) return undefined;
    const start = this.position;
    this.position += Number(length);
    return this.bytes.subarray(start, this.position);
  }
}

function fail(sentence: string): never {
  throw new AvmError(sentence);
}
