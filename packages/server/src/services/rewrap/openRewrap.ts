import { randomBytes } from 'node:crypto';
import { readSealedHeader } from '@biatec-tokens/core';
import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';
import type { KeyProvider } from '../../ports/keyProvider.ts';
import type { Rewrap, SealedStore } from '../../ports/store/index.ts';
import { sealedPlaces } from './sealedSubjects.ts';

/** The key that records are to be wrapped with. */
export type RewrapTarget = Pick<Rewrap, 'provider' | 'keyId' | 'keyVersion'>;

/** Begins a walk over every sealed record, or finds the one that is under way. */
export async function openRewrap(
  {
    store,
    keyProvider,
    clock,
    ids,
  }: {
    readonly store: SealedStore;
    readonly keyProvider: KeyProvider;
    readonly clock: Pick<Clock, 'now'>;
    readonly ids: Pick<Ids, 'next'>;
  },
  { everything }: { readonly everything: boolean },
): Promise<Rewrap> {
  const now = clock.now();
  return store.openRewrap({
    id: ids.next('rewrap'),
    ...(await currentKeyOf(keyProvider)),
    everything,
    pass: 1,
    place: sealedPlaces[0] ?? null,
    row: '',
    done: 0,
    total: await countRows(store),
    rewrapped: 0,
    failed: 0,
    lastError: null,
    startedAt: now,
    updatedAt: now,
    finishedAt: null,
  });
}

/** What a provider wraps with now. Asked by wrapping, as only the service itself knows. */
export async function currentKeyOf(keyProvider: KeyProvider): Promise<RewrapTarget> {
  const aad = new TextEncoder().encode('biatec:rewrap-target');
  const { provider, keyId, keyVersion } = await keyProvider.wrap(randomBytes(32), aad);
  return { provider, keyId, keyVersion };
}

/** Whether a record is wrapped with a key. */
export function isWrappedWith(record: Uint8Array, target: RewrapTarget): boolean {
  const { provider, keyId, keyVersion } = readSealedHeader(record).wrappedDataKey;
  return provider === target.provider && keyId === target.keyId && keyVersion === target.keyVersion;
}

export async function countRows(store: Pick<SealedStore, 'countSealedRows'>): Promise<number> {
  const counts = await Promise.all(sealedPlaces.map((place) => store.countSealedRows(place)));
  return counts.reduce((sum, rows) => sum + rows, 0);
}
