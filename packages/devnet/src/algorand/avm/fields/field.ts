/** What opcodes with a field immediate select from: tables of named readers, numbered by their position. */
import { decodeAddress, type Address } from '../../address.ts';
import type { FieldNames } from '../opcode.ts';

export type Field<Source, Result> = {
  readonly name: string;
  /** The AVM version that introduced it. */
  readonly since: number;
  readonly read: (source: Source) => Result;
};

export function namesOf(fields: readonly { readonly name: string }[]): FieldNames {
  return fields.map(({ name }) => name);
}

/** The field of a number, if the version has it. */
export function findField<F extends { readonly since: number }>(
  fields: readonly F[],
  number: number,
  version: number,
): F | undefined {
  const field = fields[number];
  return field !== undefined && field.since <= version ? field : undefined;
}

const noAddress = new Uint8Array(32);

/** An absent address is 32 zeros. */
export function addressBytes(address: Address | undefined): Uint8Array {
  return address === undefined ? noAddress : decodeAddress(address);
}
