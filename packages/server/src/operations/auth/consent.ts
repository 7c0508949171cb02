import { AppError, type Profile, type TermsInForce } from '@biatec-tokens/core';
import type { Consent } from '../../ports/store/index.ts';
import type { RequestContext } from '../../trpc/context.ts';

/**
 * Checks that the terms of use in force were accepted; an older version is none, and neither is one where there are no
 * terms.
 *
 * @returns null where there is nothing to accept.
 * @throws {AppError} TERMS_NOT_ACCEPTED
 */
export function checkTerms(
  { deps: { terms } }: RequestContext,
  accepted: string | undefined,
): TermsInForce | null {
  if (accepted === terms?.version) return terms;
  throw new AppError({
    code: 'TERMS_NOT_ACCEPTED',
    message: `Cannot register: ${nameOf(accepted)} accepted, should be ${nameOf(terms?.version)}`,
    details: { terms },
  });
}

function nameOf(version: string | undefined): string {
  return version === undefined ? 'no terms of use' : `terms of use "${version}"`;
}

/** The consent as it is stored. */
export function consentOf(
  { ip, userAgent }: RequestContext,
  { version, url }: TermsInForce,
  { userId, at }: { readonly userId: string; readonly at: Date },
): Consent {
  return { userId, termsVersion: version, termsUrl: url, acceptedAt: at, ip, userAgent };
}

/** The consent as its user sees it. */
export function describeConsent({
  termsVersion,
  termsUrl,
  acceptedAt,
}: Consent): NonNullable<Profile['acceptedTerms']> {
  return { version: termsVersion, url: termsUrl, acceptedAt: acceptedAt.toISOString() };
}
