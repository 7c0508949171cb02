import type { TermsInForce } from '@biatec-tokens/core';
import { settings } from './settings.ts';

/** The settings of the terms of use as they were read. */
export interface TermsValues {
  readonly termsVersion: string | undefined;
  readonly termsUrl: string | undefined;
}

/** The terms in force; nobody accepts a version without a text, nor a text that may change without a version. */
export function termsConfigOf(
  { termsVersion: version, termsUrl: url }: Partial<TermsValues>,
  problem: (name: string, message: string) => void,
): TermsInForce | null {
  const { termsVersion, termsUrl } = settings;
  if (version !== undefined && url !== undefined) return { version, url };
  if (version !== undefined) problem(termsUrl.name, `is required by ${termsVersion.name}`);
  if (url !== undefined) problem(termsVersion.name, `is required by ${termsUrl.name}`);
  return null;
}
