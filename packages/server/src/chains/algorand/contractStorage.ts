import type { AvmContract } from '@biatec-tokens/contracts';

/** The part of ARC-56 that says where a contract keeps what. */
interface Storage {
  readonly keys: Named<'key'>;
  readonly maps: Named<'prefix'>;
}

type Named<Field extends string> = Readonly<
  Record<'global' | 'box', Readonly<Record<string, Readonly<Record<Field, string>>>>>
>;

/** Key of a value in the global state. */
export function globalKeyOf(contract: AvmContract, name: string): Uint8Array {
  return decode(
    contract,
    name,
    (contract.arc56.state as unknown as Storage).keys.global[name]?.key,
  );
}

/** Name of a single box. */
export function boxNameOf(contract: AvmContract, name: string): Uint8Array {
  return decode(contract, name, (contract.arc56.state as unknown as Storage).keys.box[name]?.key);
}

/** Name of a box of a map: its prefix and the key. */
export function boxNameIn(
  contract: AvmContract,
  map: string,
  ...key: readonly Uint8Array[]
): Uint8Array {
  const { maps } = contract.arc56.state as unknown as Storage;
  return Buffer.concat([decode(contract, map, maps.box[map]?.prefix ?? ''), ...key]);
}

function decode(contract: AvmContract, name: string, base64: string | undefined): Uint8Array {
  if (base64 === undefined) throw new Error(`Contract ${contract.name} keeps no "${name}"`);
  return Buffer.from(base64, 'base64');
}
