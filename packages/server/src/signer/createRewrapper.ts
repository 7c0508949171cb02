import { randomBytes } from 'node:crypto';
import { encodeSealedAad, readSealedHeader, rewrapRecord } from '@biatec-tokens/core';
import { aesGcm } from '../keys/aesGcm.ts';
import type { KeyProvider } from '../ports/keyProvider.ts';
import type { Rewrapper } from '../ports/vault.ts';

const ivBytes = 12;

/** Wraps the data keys of sealed records anew. In this room because the secret is opened on the way, to prove that it was sound. */
export function createRewrapper({
  keyProvider,
  random = randomBytes,
}: {
  readonly keyProvider: KeyProvider;
  /** @default the system's CSPRNG */
  readonly random?: (length: number) => Uint8Array;
}): Rewrapper {
  return {
    async rewrap(subject, record) {
      const aad = encodeSealedAad(subject);
      const dataKey = await keyProvider.unwrap(readSealedHeader(record).wrappedDataKey, aad);
      try {
        const wrappedDataKey = await keyProvider.wrap(dataKey, aad);
        const iv = random(ivBytes);
        return rewrapRecord({ record, aad: subject, dataKey, wrappedDataKey, iv, aead: aesGcm });
      } finally {
        dataKey.fill(0);
      }
    },
  };
}
