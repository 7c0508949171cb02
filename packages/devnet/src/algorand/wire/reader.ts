/** Reads MessagePack one value at a time, with the refusals of go-codec that algod passes on to its clients. */

/** The bytes ended inside a value. algod takes that for the end of the group. */
export class EndOfInputError extends Error {
  override readonly name = 'EndOfInputError';
}

/** The bytes are not what the field needs. */
export class MsgpackError extends Error {
  override readonly name = 'MsgpackError';

  constructor(position: number, problem: string) {
    super(`msgpack decode error [pos ${position}]: ${problem}`);
  }
}

/** Bytes after the marker, for the values that are no string, container or long extension. */
const scalarSizes: readonly { from: number; to: number; size(marker: number): number }[] = [
  { from: 0x00, to: 0x7f, size: () => 0 },
  { from: 0xc0, to: 0xc0, size: () => 0 },
  { from: 0xc2, to: 0xc3, size: () => 0 },
  { from: 0xca, to: 0xcb, size: (marker) => 4 << (marker - 0xca) },
  { from: 0xcc, to: 0xcf, size: (marker) => 1 << (marker - 0xcc) },
  { from: 0xd0, to: 0xd3, size: (marker) => 1 << (marker - 0xd0) },
  { from: 0xd4, to: 0xd8, size: (marker) => 1 + (1 << (marker - 0xd4)) },
  { from: 0xe0, to: 0xff, size: () => 0 },
];

export class MsgpackReader {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get position(): number {
    return this.#position;
  }

  get done(): boolean {
    return this.#position >= this.#bytes.length;
  }

  fail(problem: string): never {
    throw new MsgpackError(this.#position, problem);
  }

  uint(): bigint {
    const marker = this.#byte();
    if (marker < 0x80) return BigInt(marker);
    if (marker === 0xc0) return 0n;
    if (marker >= 0xcc && marker <= 0xcf) return this.#unsigned(1 << (marker - 0xcc));
    const negative = this.#negative(marker);
    if (negative !== undefined) {
      if (negative >= 0n) return negative;
      this.fail(`assigning negative signed value: ${marker}, to unsigned type`);
    }
    return this.fail(
      `cannot decode unsigned integer: unrecognized descriptor byte: ${describe(marker)}`,
    );
  }

  bool(): boolean {
    const marker = this.#byte();
    if (marker === 0xc3 || marker === 1) return true;
    if (marker === 0xc2 || marker === 0 || marker === 0xc0) return false;
    return this.fail(`cannot decode bool: unrecognized descriptor byte: ${describe(marker)}`);
  }

  bytes(): Buffer {
    return this.#string() ?? this.fail('only encoded map or array can be decoded into a slice (0)');
  }

  text(): Buffer {
    return this.#string() ?? this.fail('invalid container type: expecting bin|str|array, got: 0x0');
  }

  mapHeader(): number {
    const marker = this.#byte();
    if (marker >= 0x80 && marker <= 0x8f) return marker & 0x0f;
    if (marker === 0xde) return Number(this.#unsigned(2));
    if (marker === 0xdf) return Number(this.#unsigned(4));
    if (marker === 0xc0) return 0;
    return this.fail('only encoded map or array can be decoded into a struct');
  }

  arrayHeader(): number {
    const marker = this.#byte();
    if (marker >= 0x90 && marker <= 0x9f) return marker & 0x0f;
    if (marker === 0xdc) return Number(this.#unsigned(2));
    if (marker === 0xdd) return Number(this.#unsigned(4));
    if (marker === 0xc0) return 0;
    return this.fail('only encoded map or array can be decoded into a slice');
  }

  /** The next value, whatever it is, as the bytes it came in. */
  skip(depth = 0): Buffer {
    const start = this.#position;
    if (depth > 32) this.fail('max depth exceeded');
    const marker = this.#byte();
    this.#position = start;
    const entries = this.#containerEntries(marker);
    if (entries === undefined) this.#skipScalar(marker);
    else for (let index = 0; index < entries; index++) this.skip(depth + 1);
    return this.#bytes.subarray(start, this.#position);
  }

  /** Strings and byte strings are alike to the decoder. */
  #string(): Buffer | undefined {
    const marker = this.#byte();
    if (marker >= 0xa0 && marker <= 0xbf) return this.#take(marker & 0x1f);
    if (marker === 0xc4 || marker === 0xd9) return this.#take(Number(this.#unsigned(1)));
    if (marker === 0xc5 || marker === 0xda) return this.#take(Number(this.#unsigned(2)));
    if (marker === 0xc6 || marker === 0xdb) return this.#take(Number(this.#unsigned(4)));
    return marker === 0xc0 ? Buffer.alloc(0) : undefined;
  }

  #containerEntries(marker: number): number | undefined {
    if ((marker & 0xf0) === 0x80 || marker === 0xde || marker === 0xdf) return this.mapHeader() * 2;
    if ((marker & 0xf0) === 0x90 || marker === 0xdc || marker === 0xdd) return this.arrayHeader();
    return undefined;
  }

  #skipScalar(marker: number): void {
    const size = scalarSizes.find(({ from, to }) => marker >= from && marker <= to)?.size(marker);
    if (size !== undefined) this.#take(1 + size);
    else if (marker >= 0xc7 && marker <= 0xc9) this.#skipExtension(marker);
    else if (this.#string() === undefined)
      this.fail(`unrecognized descriptor byte: ${describe(marker)}`);
  }

  #skipExtension(marker: number): void {
    this.#byte();
    const size = Number(this.#unsigned(1 << (marker - 0xc7)));
    this.#take(1 + size);
  }

  #negative(marker: number): bigint | undefined {
    if (marker >= 0xe0) return BigInt(marker - 0x100);
    if (marker < 0xd0 || marker > 0xd3) return undefined;
    const size = 1 << (marker - 0xd0);
    return BigInt.asIntN(size * 8, this.#unsigned(size));
  }

  #unsigned(size: number): bigint {
    const bytes = this.#take(size);
    if (size === 8) return bytes.readBigUInt64BE();
    return BigInt(bytes.readUIntBE(0, size));
  }

  #take(size: number): Buffer {
    if (this.#position + size > this.#bytes.length)
      throw new EndOfInputError('unexpected end of input');
    const taken = this.#bytes.subarray(this.#position, this.#position + size);
    this.#position += size;
    return taken;
  }

  #byte(): number {
    return this.#take(1)[0]!;
  }
}

function describe(marker: number): string {
  const hex = marker.toString(16).padStart(2, '0');
  if (marker >= 0xa0 && marker <= 0xbf) return `${hex}/string|bytes`;
  if ((marker & 0xf0) === 0x80) return `${hex}/map`;
  if ((marker & 0xf0) === 0x90) return `${hex}/array`;
  if (marker === 0xca || marker === 0xcb) return `${hex}/float`;
  return hex;
}
