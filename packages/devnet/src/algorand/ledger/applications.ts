/** What the chain keeps of applications: programs, global and local states, boxes, and who pays for their room. */
import { type Address, encodeAddress } from '../address.ts';
import { applicationAddress as addressBytes } from '../avm/applicationAddress.ts';
import type { Value } from '../avm/value.ts';

export type Schema = { readonly uints: bigint; readonly byteSlices: bigint };

/** Keys are byte strings, kept as latin1 text so that they compare by their bytes. */
export type KeyValues = ReadonlyMap<string, Value>;

export type Application = {
  readonly creator: Address;
  readonly approvalProgram: Uint8Array;
  readonly clearProgram: Uint8Array;
  readonly globalSchema: Schema;
  readonly localSchema: Schema;
  readonly extraPages: bigint;
  /** How often it was updated. */
  readonly version: bigint;
  /** Set when an update by another account than the creator changed its sizes: that account keeps their minimum balance. */
  readonly sizeSponsor?: Address;
  readonly globals: KeyValues;
};

export type LocalState = { readonly schema: Schema; readonly values: KeyValues };

export const emptySchema: Schema = { uints: 0n, byteSlices: 0n };

export function addSchemas(a: Schema, b: Schema): Schema {
  return { uints: a.uints + b.uints, byteSlices: a.byteSlices + b.byteSlices };
}

export function subtractSchemas(a: Schema, b: Schema): Schema {
  return { uints: a.uints - b.uints, byteSlices: a.byteSlices - b.byteSlices };
}

/** How much of a schema the values use. */
export function countValues(values: KeyValues): Schema {
  let uints = 0n;
  for (const value of values.values()) if (typeof value === 'bigint') uints += 1n;
  return { uints, byteSlices: BigInt(values.size) - uints };
}

const addressCacheSizeMax = 10_000;
const addresses = new Map<bigint, Address>();

/** The account that belongs to an application. */
export function applicationAddress(appId: bigint): Address {
  const known = addresses.get(appId);
  if (known !== undefined) return known;
  const address = encodeAddress(addressBytes(appId));
  if (addresses.size >= addressCacheSizeMax) addresses.clear();
  addresses.set(appId, address);
  return address;
}
