import { Secret } from '../internal/secret.ts';
import type { Phrases } from '../ports/phrases.ts';
import type { AccountStore } from '../ports/store/index.ts';
import type { Vault } from '../ports/vault.ts';
import { phraseSubjectOf } from './subjects.ts';

export interface PhrasesDeps {
  readonly store: Pick<AccountStore, 'getSealedPhrase'>;
  readonly vault: Pick<Vault, 'open'>;
}

/** Opens the words of organizations. */
export function createPhrases({ store, vault }: PhrasesDeps): Phrases {
  return {
    async reveal(organizationId) {
      const sealed = await store.getSealedPhrase(organizationId);
      return new Secret(await vault.open(phraseSubjectOf(organizationId), sealed));
    },
  };
}
