import { isDeepStrictEqual } from 'node:util';
import type { ReadBackField } from '@biatec-tokens/core';

/** A field of a token as it was asked for and as the chain has it. */
export function compare(field: string, asked: unknown, found: unknown): ReadBackField {
  return { field, asked, found, equal: isDeepStrictEqual(asked, found) };
}
