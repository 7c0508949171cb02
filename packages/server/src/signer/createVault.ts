import { randomBytes } from 'node:crypto';
import { encodeSealedAad, openRecord, readSealedHeader, sealRecord } from '@biatec-tokens/core';
import { aesGcm } from '../keys/aesGcm.ts';
import type { KeyProvider } from '../ports/keyProvider.ts';
import type { Vault } from '../ports/vault.ts';

export interface VaultDeps {
  readonly keyProvider: KeyProvider;
  /** @default the system's CSPRNG */
  readonly random?: (length: number) => Uint8Array;
}

const dataKeyBytes = 32;
const ivBytes = 12;

/** Seals every secret under a data key of its own, which the key provider wraps. Data keys are zeroed after use and never kept. */
export function createVault({ keyProvider, random = randomBytes }: VaultDeps): Vault {
  return {
    async seal(subject, plaintext) {
      const dataKey = random(dataKeyBytes);
      try {
        const wrappedDataKey = await keyProvider.wrap(dataKey, encodeSealedAad(subject));
        return sealRecord({
          plaintext,
          aad: subject,
          dataKey,
          wrappedDataKey,
          iv: random(ivBytes),
          aead: aesGcm,
        });
      } finally {
        dataKey.fill(0);
      }
    },

    async open(subject, record) {
      const { wrappedDataKey } = readSealedHeader(record);
      const dataKey = await keyProvider.unwrap(wrappedDataKey, encodeSealedAad(subject));
      try {
        return openRecord({ record, aad: subject, dataKey, aead: aesGcm });
      } finally {
        dataKey.fill(0);
      }
    },
  };
}
