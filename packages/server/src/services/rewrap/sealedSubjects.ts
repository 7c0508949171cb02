import type { SealedPlace, StoredSealed } from '../../ports/store/index.ts';
import type { SealedSubject } from '../../ports/vault.ts';
import { keySubjectOf, phraseSubjectOf } from '../../signer/subjects.ts';
import type { ChainFamily } from '../../ports/store/accounts.ts';
import { idempotentAnswerSubject } from '../idempotentAnswerSubject.ts';
import { secondFactorSubject } from '../auth/secondFactor.ts';
import { mailTokenSubject } from '../mail/mailTokenSubject.ts';
import { webhookSecretSubject } from '../webhookSecrets.ts';

type Owner = StoredSealed['owner'];

/** Whose secrets the records of a place are. */
export const sealedSubjects: Readonly<Record<SealedPlace, (owner: Owner) => SealedSubject>> = {
  'account-keys': keySubject,
  phrases: ({ organizationId }) => phraseSubjectOf(organizationId),
  'sponsor-keys': keySubject,
  'webhook-secrets': webhookSecretSubject,
  'mail-tokens': ({ id }) => mailTokenSubject(id),
  'second-factors': ({ id }) => secondFactorSubject(id),
  'idempotent-answers': ({ id, organizationId }) => idempotentAnswerSubject({ organizationId, id }),
};

/** Every place, the keys of accounts first: they are what matters most. */
export const sealedPlaces = Object.keys(sealedSubjects) as SealedPlace[];

function keySubject(owner: Owner): SealedSubject {
  return keySubjectOf({ ...owner, family: owner.family as ChainFamily });
}
