import type { KeyProvider } from '../ports/keyProvider.ts';
import { unknownKey } from './masterKeys.ts';

/** One provider that wraps, and several that unwrap: each the records that name it. */
export function createKeyRing(current: KeyProvider, previous: readonly KeyProvider[]): KeyProvider {
  const all = [current, ...previous];
  const byName = new Map(all.map((provider) => [provider.name, provider]));

  return {
    name: current.name,
    wrap: (dataKey, aad) => current.wrap(dataKey, aad),
    async unwrap(wrapped, aad) {
      const provider = byName.get(wrapped.provider);
      if (provider === undefined) throw unknownKey(wrapped);
      return provider.unwrap(wrapped, aad);
    },
    async check() {
      await Promise.all(all.map((provider) => provider.check()));
    },
  };
}
