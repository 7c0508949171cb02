import { encodeAlgorandAddress } from '@biatec-tokens/core';
import type { StateValue } from './applications.ts';

/** What every token contract is created with. */
export interface TokenTerms {
  readonly name: string;
  readonly symbol: string;
  readonly decimals: number;
  readonly initialReceiver: string;
}

/** Where the contracts keep what they all have. */
export function termsInState(asked: TokenTerms): StateValue[] {
  return [
    { field: 'name', asked: asked.name, name: 'name', read: asText },
    { field: 'symbol', asked: asked.symbol, name: 'symbol', read: asText },
    { field: 'decimals', asked: asked.decimals, name: 'decimals', read: Number },
    {
      field: 'initialReceiver',
      asked: asked.initialReceiver,
      name: 'initialReceiver',
      read: asAddress,
    },
    { field: 'bootstrapped', asked: true, name: 'bootstrapped', read: asBoolean },
  ];
}

/** The contracts write "no cap" as zero. */
export function capInState(asked: string | null): StateValue {
  const read = (value: bigint | Uint8Array) => {
    const amount = asAmount(value);
    return amount === '0' ? null : amount;
  };
  return { field: 'capBaseUnits', asked, name: 'supplyCap', read };
}

export function ownerInState(asked: string): StateValue {
  return { field: 'owner', asked, name: 'owner', read: asAddress };
}

export function asText(value: bigint | Uint8Array): string | null {
  return typeof value === 'bigint' ? null : Buffer.from(value).toString('utf8');
}

export function asBoolean(value: bigint | Uint8Array): boolean {
  return value === 1n;
}

export function asAddress(value: bigint | Uint8Array): string | null {
  return typeof value !== 'bigint' && value.length === 32 ? encodeAlgorandAddress(value) : null;
}

/** A big-endian number as decimal text. */
export function asAmount(value: bigint | Uint8Array): string {
  return typeof value === 'bigint'
    ? value.toString()
    : BigInt(`0x0${Buffer.from(value).toString('hex')}`).toString();
}
