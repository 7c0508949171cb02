/**
 * Canonical JSON: one text for every value, whatever order its fields were written in.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8785
 */
import { isWellFormed } from '../internal/bytes.ts';

/** A value that JSON can hold without loss. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

// Deeper than any request and well before the call stack ends.
const depthMax = 128;

/**
 * Writes a value as canonical JSON (RFC 8785).
 *
 * Refuses what `JSON.stringify` would drop, replace or convert, `undefined` fields and dates included: two values that
 * differ must not get the same text.
 *
 * @param value - JSON-plain: null, booleans, finite numbers, well-formed strings, dense arrays, plain objects.
 * @returns JSON without white space, keys sorted by UTF-16 code units.
 * @throws {TypeError} If something in the value is not JSON-plain; names the path, never the value.
 * @example
 * canonicalJson({ b: [1.50], a: 'ö' }) // '{"a":"ö","b":[1.5]}'
 */
export function canonicalJson(value: unknown): string {
  return write(value, '$', 0);
}

function write(value: unknown, path: string, depth: number): string {
  if (depth > depthMax) throw refusal(path, `is nested deeper than ${depthMax} levels`);
  switch (typeof value) {
    case 'boolean':
      return String(value);
    case 'number':
      // Section 3.2.2.3 takes ECMAScript's own number form; -0 becomes 0 there.
      if (!Number.isFinite(value)) throw refusal(path, 'is not a finite number');
      return JSON.stringify(value);
    case 'string':
      return writeString(value, path);
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value)
        ? writeArray(value, path, depth)
        : writeObject(value, path, depth);
    default:
      throw refusal(path, `is of type "${typeof value}"`);
  }
}

function writeString(text: string, path: string): string {
  // Section 3.2.2.2: a lone surrogate must end in an error; JSON.stringify would escape it.
  if (!isWellFormed(text)) throw refusal(path, 'has a lone surrogate');
  return JSON.stringify(text);
}

function writeArray(items: readonly unknown[], path: string, depth: number): string {
  // Array.from visits holes too, as undefined, which is then refused.
  const texts = Array.from(items, (item, index) => write(item, `${path}[${index}]`, depth + 1));
  return `[${texts.join(',')}]`;
}

function writeObject(fields: object, path: string, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(fields);
  if (prototype !== Object.prototype && prototype !== null) {
    throw refusal(path, 'is not a plain object');
  }
  if (Object.getOwnPropertySymbols(fields).length > 0) throw refusal(path, 'has a symbol key');
  // `<` compares UTF-16 code units, as section 3.2.3 asks; the order of a locale would not.
  const texts = Object.entries(fields)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => {
      const itemPath = `${path}.${key}`;
      return `${writeString(key, itemPath)}:${write(item, itemPath, depth + 1)}`;
    });
  return `{${texts.join(',')}}`;
}

function refusal(path: string, problem: string): TypeError {
  return new TypeError(`Cannot write canonical JSON: "${path}" ${problem}`);
}
