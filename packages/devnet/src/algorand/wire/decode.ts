/** Decodes structures by their field table. Zero values are dropped, so one meaning has one form. */
import { encodeAddress, zeroAddress } from '../address.ts';
import {
  type FieldKind,
  type FieldTable,
  type ScalarKind,
  type SignedTransaction,
  signedTransactionFields,
  type Wire,
  type WireObject,
} from './fields.ts';
import { EndOfInputError, MsgpackReader } from './reader.ts';

/** The body of a send: signed transactions one after another. */
export function decodeSignedTransactions(
  body: Uint8Array,
  sizeMax: number,
): readonly SignedTransaction[] {
  const reader = new MsgpackReader(body);
  const group: SignedTransaction[] = [];
  while (!reader.done) {
    try {
      group.push(decodeObject(signedTransactionFields, reader));
    } catch (error) {
      // algod stops at an unfinished value as it does at the end, and judges what came before.
      if (error instanceof EndOfInputError) break;
      throw error;
    }
    if (group.length > sizeMax) throw new RangeError(`max group size is ${sizeMax}`);
  }
  if (group.length === 0) throw new RangeError('empty txgroup');
  return group;
}

export function decodeObject<T extends FieldTable>(table: T, reader: MsgpackReader): Wire<T> {
  return readObject(table, reader) as Wire<T>;
}

function readObject(table: FieldTable, reader: MsgpackReader): WireObject {
  const object: Record<string, unknown> = {};
  const size = reader.mapHeader();
  for (let index = 0; index < size; index++) {
    const name = reader.text().toString('utf8');
    const kind = Object.hasOwn(table, name) ? table[name] : undefined;
    if (kind === undefined) {
      reader.fail(`no matching struct field found when decoding stream map with key ${name}`);
    }
    const value = decodeValue(kind, reader);
    if (value === undefined) delete object[name];
    else object[name] = value;
  }
  return object;
}

/** Undefined stands for the zero value. */
function decodeValue(kind: FieldKind, reader: MsgpackReader): unknown {
  if (typeof kind === 'string') return scalarDecoders[kind](reader);
  if ('always' in kind) return decodeValue(kind.always, reader);
  if ('object' in kind) {
    const object = readObject(kind.object, reader);
    return Object.keys(object).length === 0 ? undefined : object;
  }
  if ('list' in kind) {
    const list: WireObject[] = [];
    for (let left = reader.arrayHeader(); left > 0; left--) {
      list.push(readObject(kind.list, reader));
    }
    return list.length === 0 ? undefined : list;
  }
  if ('each' in kind) {
    const list: unknown[] = [];
    for (let left = reader.arrayHeader(); left > 0; left--) {
      list.push(scalarDecoders[kind.each](reader) ?? zeroOf(kind.each));
    }
    return list.length === 0 ? undefined : list;
  }
  const isByText = 'byText' in kind;
  const entries = new Map<bigint | string, unknown>();
  for (let left = reader.mapHeader(); left > 0; left--) {
    const key = isByText ? reader.text().toString('latin1') : reader.uint();
    entries.set(key, decodeValue(isByText ? kind.byText : kind.byUint, reader));
  }
  return entries.size === 0 ? undefined : entries;
}

/** A list keeps its zero values: they have a place in it. */
function zeroOf(kind: ScalarKind): unknown {
  if (kind === 'uint') return 0n;
  if (kind === 'address') return zeroAddress;
  if (kind === 'bool') return false;
  return kind === 'string' ? '' : Buffer.alloc(fixedSizes[kind] ?? 0);
}

const fixedSizes: Partial<Record<ScalarKind, number>> = { bytes32: 32, bytes64: 64, blockHash: 32 };

const scalarDecoders: Record<ScalarKind, (reader: MsgpackReader) => unknown> = {
  uint: (reader) => reader.uint() || undefined,
  bool: (reader) => reader.bool() || undefined,
  string: (reader) => reader.text().toString('utf8') || undefined,
  text: (reader) => nonEmpty(Buffer.from(reader.text())),
  bytes: (reader) => nonEmpty(Buffer.from(reader.bytes())),
  bytes32: (reader) => fixed(reader.bytes(), 32),
  bytes64: (reader) => fixed(reader.bytes(), 64),
  blockHash: (reader) => fixed(reader.bytes(), 32),
  opaque: (reader) => Buffer.from(reader.skip()),
  address: (reader) => {
    const bytes = fixed(reader.bytes(), 32);
    const address = bytes && encodeAddress(bytes);
    return address === zeroAddress ? undefined : address;
  },
};

function nonEmpty(bytes: Uint8Array): Uint8Array | undefined {
  return bytes.length === 0 ? undefined : bytes;
}

/** algod's decoder fills a field of fixed size up with zeros, or cuts it off. */
function fixed(bytes: Buffer, size: number): Uint8Array | undefined {
  const exact = Buffer.alloc(size);
  bytes.copy(exact);
  return exact.every((byte) => byte === 0) ? undefined : exact;
}
