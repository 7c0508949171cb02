/** Writes MessagePack the way Algorand's canonical encoding wants it: shortest forms only. */
export class MsgpackWriter {
  #bytes = Buffer.allocUnsafe(512);
  #length = 0;

  finish(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#length));
  }

  uint(value: bigint): void {
    if (value < 0x80n) this.#put(Number(value));
    else if (value <= 0xffn) this.#put(0xcc, Number(value));
    else if (value <= 0xffffn) this.#sized(0xcd, 2, value);
    else if (value <= 0xffff_ffffn) this.#sized(0xce, 4, value);
    else this.#sized(0xcf, 8, value);
  }

  bool(value: boolean): void {
    this.#put(value ? 0xc3 : 0xc2);
  }

  string(value: string): void {
    this.text(Buffer.from(value, 'utf8'));
  }

  /** A string given as its bytes. */
  text(bytes: Uint8Array): void {
    if (bytes.length < 32) this.#put(0xa0 | bytes.length);
    else if (bytes.length <= 0xff) this.#put(0xd9, bytes.length);
    else this.#sized(0xda, 2, BigInt(bytes.length));
    this.raw(bytes);
  }

  bytes(value: Uint8Array): void {
    if (value.length <= 0xff) this.#put(0xc4, value.length);
    else if (value.length <= 0xffff) this.#sized(0xc5, 2, BigInt(value.length));
    else this.#sized(0xc6, 4, BigInt(value.length));
    this.raw(value);
  }

  mapHeader(size: number): void {
    if (size < 16) this.#put(0x80 | size);
    else this.#sized(0xde, 2, BigInt(size));
  }

  arrayHeader(size: number): void {
    if (size < 16) this.#put(0x90 | size);
    else if (size <= 0xffff) this.#sized(0xdc, 2, BigInt(size));
    else this.#sized(0xdd, 4, BigInt(size));
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #put(...bytes: readonly number[]): void {
    this.#reserve(bytes.length);
    for (const byte of bytes) this.#bytes[this.#length++] = byte;
  }

  #sized(marker: number, size: number, value: bigint): void {
    this.#put(marker);
    this.#reserve(size);
    for (let shift = BigInt(size - 1) * 8n; shift >= 0n; shift -= 8n) {
      this.#bytes[this.#length++] = Number((value >> shift) & 0xffn);
    }
  }

  #reserve(size: number): void {
    if (this.#length + size <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + size));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
