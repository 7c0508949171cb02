/** Encodes structures canonically: fields sorted by name, zero values left out, shortest forms. */
import { decodeAddress, zeroAddress } from '../address.ts';
import type { FieldKind, FieldTable, ScalarKind, Wire, WireObject } from './fields.ts';
import { MsgpackWriter } from './writer.ts';

export function encodeWire<T extends FieldTable>(table: T, object: NoInfer<Wire<T>>): Buffer {
  const writer = new MsgpackWriter();
  writeObject(table, object, writer);
  return writer.finish();
}

function writeObject(table: FieldTable, object: WireObject, writer: MsgpackWriter): void {
  const present = presentFields(table, object);
  writer.mapHeader(present.length);
  for (const [name, kind, value] of present) {
    writer.string(name);
    writeValue(kind, value, writer);
  }
}

/** Name, kind and value of the fields that are not zero, in canonical order. */
export function presentFields(
  table: FieldTable,
  object: WireObject,
): readonly (readonly [string, FieldKind, unknown])[] {
  const present: [string, FieldKind, unknown][] = [];
  for (const name in table) {
    const value = object[name];
    if (value !== undefined && !isZero(table[name]!, value))
      present.push([name, table[name]!, value]);
  }
  return present;
}

function isZero(kind: FieldKind, value: unknown): boolean {
  if (typeof kind !== 'string' && 'always' in kind) return value === undefined;
  if (value === undefined || value === 0n || value === '' || value === false) return true;
  if (value instanceof Uint8Array) {
    if (kind === 'opaque') return false;
    return kind === 'bytes' || kind === 'text'
      ? value.length === 0
      : value.every((byte) => byte === 0);
  }
  if (typeof kind === 'string') return kind === 'address' && value === zeroAddress;
  if (value instanceof Map) return value.size === 0;
  if (Array.isArray(value)) return value.length === 0;
  return 'object' in kind && presentFields(kind.object, value as WireObject).length === 0;
}

function writeValue(kind: FieldKind, value: unknown, writer: MsgpackWriter): void {
  if (typeof kind === 'string') return scalarWriters[kind](value as never, writer);
  if ('always' in kind) return writeValue(kind.always, value, writer);
  if ('object' in kind) return writeObject(kind.object, value as WireObject, writer);
  if ('list' in kind) {
    const list = value as readonly WireObject[];
    writer.arrayHeader(list.length);
    for (const item of list) writeObject(kind.list, item, writer);
    return;
  }
  if ('each' in kind) {
    const list = value as readonly unknown[];
    writer.arrayHeader(list.length);
    for (const item of list) scalarWriters[kind.each](item as never, writer);
    return;
  }
  if ('byUint' in kind) {
    const entries = [...(value as ReadonlyMap<bigint, unknown>)].toSorted(byKey);
    writer.mapHeader(entries.length);
    for (const [key, item] of entries) {
      writer.uint(key);
      writeValue(kind.byUint, item, writer);
    }
    return;
  }
  const entries = [...(value as ReadonlyMap<string, unknown>)].toSorted(byKey);
  writer.mapHeader(entries.length);
  for (const [key, item] of entries) {
    writer.text(Buffer.from(key, 'latin1'));
    writeValue(kind.byText, item, writer);
  }
}

function byKey<K extends bigint | string>([a]: readonly [K, unknown], [b]: readonly [K, unknown]) {
  return a < b ? -1 : a > b ? 1 : 0;
}

const writeBytes = (value: Uint8Array, writer: MsgpackWriter): void => writer.bytes(value);

const scalarWriters: Record<ScalarKind, (value: never, writer: MsgpackWriter) => void> = {
  uint: (value: bigint, writer) => writer.uint(value),
  bool: (value: boolean, writer) => writer.bool(value),
  string: (value: string, writer) => writer.string(value),
  text: (value: Uint8Array, writer) => writer.text(value),
  bytes: writeBytes,
  bytes32: writeBytes,
  bytes64: writeBytes,
  blockHash: writeBytes,
  opaque: (value: Uint8Array, writer) => writer.raw(value),
  address: (value: string, writer) => writer.bytes(decodeAddress(value)),
};
