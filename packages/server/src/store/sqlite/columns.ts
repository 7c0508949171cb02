import { customType } from 'drizzle-orm/sqlite-core';

/**
 * How values are written into columns. SQLite's integers end at 2^63 and JavaScript's at 2^53, but asset ids, rounds and
 * nonces go to 2^64: those are decimal text.
 */

/** A moment, as milliseconds since 1970, so that SQL can order it. */
export const time = customType<{ data: Date; driverData: number }>({
  dataType: () => 'integer',
  toDriver: nullable((moment: Date) => moment.getTime()),
  fromDriver: (milliseconds) => new Date(milliseconds),
});

/** A whole number of any size, as decimal text. Not ordered by SQL. */
export const wholeNumber = customType<{ data: bigint; driverData: string }>({
  dataType: () => 'text',
  toDriver: nullable((number: bigint) => number.toString()),
  fromDriver: (digits) => BigInt(digits),
});

// 2^64 - 1 has twenty digits.
const nonceDigits = 20;

/** A nonce, as decimal text of fixed width: its order as text is its order as a number. */
export const nonce = customType<{ data: bigint; driverData: string }>({
  dataType: () => 'text',
  toDriver: nullable((number: bigint) => number.toString().padStart(nonceDigits, '0')),
  fromDriver: (digits) => BigInt(digits),
});

/** Bytes, read back as a plain Uint8Array. */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'blob',
  fromDriver: (blob) => new Uint8Array(blob.buffer, blob.byteOffset, blob.byteLength),
});

/** A JSON-plain value, as JSON. */
export function json<Value>(name: string) {
  return customType<{ data: Value; driverData: string }>({
    dataType: () => 'text',
    toDriver: nullable((value: Value) => JSON.stringify(value)),
    fromDriver: (text) => JSON.parse(text) as Value,
  })(name);
}

/** Prepared statements hand null to the encoder too, other statements do not. */
function nullable<Value, Driver>(encode: (value: Value) => Driver): (value: Value) => Driver {
  return (value) => (value === null ? (null as Driver) : encode(value));
}
