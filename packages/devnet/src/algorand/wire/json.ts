/** JSON as algod writes it: 64-bit integers as plain numbers, bytes as base64, keys sorted. */
import { encodeBase32 } from '../base32.ts';
import { presentFields } from './encode.ts';
import type { FieldKind, FieldTable, Wire, WireObject } from './fields.ts';

export type JsonValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

/** Like JSON.stringify, but a bigint keeps every digit and undefined fields are left out. */
export function writeJson(value: JsonValue): string {
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(writeJson).join(',')}]`;
  const fields = Object.keys(value)
    .toSorted()
    .flatMap((key) => {
      const field = value[key];
      return field === undefined ? [] : [`${JSON.stringify(key)}:${writeJson(field)}`];
    });
  return `{${fields.join(',')}}`;
}

/** A structure of the protocol as algod shows it in JSON. */
export function wireToJson<T extends FieldTable>(table: T, object: NoInfer<Wire<T>>): JsonValue {
  return objectToJson(table, object);
}

function objectToJson(table: FieldTable, object: WireObject): JsonValue {
  return Object.fromEntries(
    presentFields(table, object).map(([name, kind, value]) => [name, valueToJson(kind, value)]),
  );
}

function valueToJson(kind: FieldKind, value: unknown): JsonValue {
  if (kind === 'blockHash') return `blk-${encodeBase32(value as Uint8Array)}`;
  if (kind === 'text') return Buffer.from(value as Uint8Array).toString('utf8');
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof kind === 'string') return value as JsonValue;
  if ('always' in kind) return valueToJson(kind.always, value);
  if ('object' in kind) return objectToJson(kind.object, value as WireObject);
  if ('list' in kind) {
    return (value as readonly WireObject[]).map((item) => objectToJson(kind.list, item));
  }
  if ('each' in kind) {
    return (value as readonly unknown[]).map((item) => valueToJson(kind.each, item));
  }
  const entries = [...(value as ReadonlyMap<bigint | string, unknown>)];
  const itemKind = 'byText' in kind ? kind.byText : kind.byUint;
  return Object.fromEntries(
    entries.map(([key, item]) => [keyToText(key), valueToJson(itemKind, item)]),
  );
}

/** A key that is a byte string is shown as the text it may be. */
function keyToText(key: bigint | string): string {
  return typeof key === 'bigint' ? key.toString() : Buffer.from(key, 'latin1').toString('utf8');
}

function isList(value: object): value is readonly JsonValue[] {
  return Array.isArray(value);
}
