import type { SealedSubject } from '../../ports/vault.ts';

/** Whose the secret of a mail's link is. Mails go to people, who may be in several organizations or in none. */
export function mailTokenSubject(mailId: string): SealedSubject {
  return {
    purpose: 'mail-token',
    organizationId: 'platform',
    subjectId: mailId,
    family: '-',
  };
}
