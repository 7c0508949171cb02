// https://ethereum.org/developers/docs/data-structures-and-encoding/rlp

/** What RLP can write. */
export type RlpItem = Uint8Array | readonly RlpItem[];

/**
 * Writes bytes and lists of them.
 *
 * Works on bytes throughout: an issuance carries seven thousand of them, and hexadecimal text of that size costs more
 * than the signature does.
 */
export function encodeRlp(item: RlpItem): Uint8Array {
  return Buffer.concat(partsOf(item).parts);
}

/** The shortest form of a number; zero is no bytes at all. */
export function rlpNumber(value: bigint): Uint8Array {
  if (value === 0n) return new Uint8Array();
  const digits = value.toString(16);
  return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
}

interface Parts {
  readonly parts: readonly Uint8Array[];
  readonly length: number;
}

function partsOf(item: RlpItem): Parts {
  if (item instanceof Uint8Array) {
    // A byte below 0x80 is its own encoding.
    if (item.length === 1 && (item[0] ?? 0) < 0x80) return { parts: [item], length: 1 };
    return withPrefix({ parts: [item], length: item.length }, 0x80);
  }
  const inner = item.map(partsOf);
  return withPrefix(
    {
      parts: inner.flatMap(({ parts }) => parts),
      length: inner.reduce((sum, { length }) => sum + length, 0),
    },
    0xc0,
  );
}

function withPrefix({ parts, length }: Parts, offset: 0x80 | 0xc0): Parts {
  const lengthBytes = rlpNumber(BigInt(length));
  const prefix =
    length < 56
      ? Uint8Array.of(offset + length)
      : Buffer.concat([Uint8Array.of(offset + 55 + lengthBytes.length), lengthBytes]);
  return { parts: [prefix, ...parts], length: prefix.length + length };
}
