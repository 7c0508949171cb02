/** Names of the boxes of an ARC-1400 token, as a transaction must list them. Accounts and partitions are public keys of 32 bytes. */
export const arc1400Boxes = {
  /** Balance, default partition and flags of a holder. */
  holder: (account: Uint8Array): Uint8Array => join(text('h'), account),
  /** Flags of a partition; 32 zero bytes name the default one. */
  partition: (partition: Uint8Array): Uint8Array => join(text('partition-'), partition),
  /** What a holder has in a partition other than the default one. */
  partitionBalance: (holder: Uint8Array, partition: Uint8Array): Uint8Array =>
    join(holder, partition),
  /** A page of 16 partitions of a holder. */
  partitionList: (holder: Uint8Array, page: bigint): Uint8Array => {
    const number = new Uint8Array(8);
    new DataView(number.buffer).setBigUint64(0, page);
    return join(text('l'), holder, number);
  },
  /** A document, by its name filled up with zero bytes to 32. */
  document: (name: Uint8Array): Uint8Array => join(text('doc-'), name),
  /** Names of all documents. */
  documentIndex: (): Uint8Array => text('doc-index'),
} as const;

function text(ascii: string): Uint8Array {
  return Uint8Array.from(ascii, (character) => character.charCodeAt(0));
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
