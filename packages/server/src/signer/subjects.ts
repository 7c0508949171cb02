import type { Account } from '../ports/store/accounts.ts';
import type { SealedSubject } from '../ports/vault.ts';

/** Owner of the sealed keys that belong to the platform and not to an organization. */
export const platformId = 'platform';

/** Whose secret an account's sealed key is. A key moved to another account, organization or family does not open. */
export function keySubjectOf(
  account: Pick<Account, 'id' | 'organizationId' | 'family'>,
): SealedSubject {
  return {
    purpose: account.organizationId === platformId ? 'sponsor-key' : 'account-key',
    organizationId: account.organizationId,
    subjectId: account.id,
    family: account.family,
  };
}

/** Whose secret the sealed 24 words are: one phrase for an organization, for both families. */
export function phraseSubjectOf(organizationId: string): SealedSubject {
  return { purpose: 'account-phrase', organizationId, subjectId: organizationId, family: '-' };
}
