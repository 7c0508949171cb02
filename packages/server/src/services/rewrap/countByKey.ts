import { AppError, readSealedHeader } from '@biatec-tokens/core';
import type { SealedStore } from '../../ports/store/index.ts';
import { sealedPlaces } from './sealedSubjects.ts';

const rowsPerLook = 500;

/** How many records need which key, by `PROVIDER KEY-ID KEY-VERSION`: what must still be readable before a key is taken away. */
export async function countByKey(
  store: Pick<SealedStore, 'listSealed'>,
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const place of sealedPlaces) {
    for (let after: string | null = ''; after !== null;) {
      const { items, next } = await store.listSealed(place, { after, limit: rowsPerLook });
      for (const { record } of items) {
        const key = keyOf(record);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      after = next;
    }
  }
  return counts;
}

function keyOf(record: Uint8Array): string {
  try {
    const { provider, keyId, keyVersion } = readSealedHeader(record).wrappedDataKey;
    return [provider, keyId, keyVersion].filter((part) => part !== '').join(' ');
  } catch (error) {
    if (error instanceof AppError) return 'unreadable';
    throw error;
  }
}
