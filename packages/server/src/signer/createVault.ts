import { randomBytes } from 'node:crypto';
import {
  encodeSealedAad,
  openRecord,
  readSealedHeader,
  sealRecord,
  type SealRecordFacts,
} from '@biatec-tokens/core';
import { aesGcm } from '../keys/aesGcm.ts';
import type { KeyProvider } from '../ports/keyProvider.ts';
import type { PreparedSeal, SealedSubject, Vault } from '../ports/vault.ts';

export interface VaultDeps {
  readonly keyProvider: KeyProvider;
  /** @default the system's CSPRNG */
  readonly random?: (length: number) => Uint8Array;
}

const dataKeyBytes = 32;
const ivBytes = 12;

/** Seals every secret under a data key of its own, which the key provider wraps. Data keys are zeroed after use and never kept. */
export function createVault({ keyProvider, random = randomBytes }: VaultDeps): Vault {
  async function prepare(subject: SealedSubject): Promise<PreparedSeal> {
    const dataKey = random(dataKeyBytes);
    try {
      const wrappedDataKey = await keyProvider.wrap(dataKey, encodeSealedAad(subject));
      return prepared(subject, { dataKey, wrappedDataKey, iv: random(ivBytes) });
    } catch (error) {
      dataKey.fill(0);
      throw error;
    }
  }

  return {
    prepare,

    async seal(subject, plaintext) {
      return (await prepare(subject)).seal(plaintext);
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

function prepared(
  aad: SealedSubject,
  { dataKey, ...room }: Pick<SealRecordFacts, 'dataKey' | 'wrappedDataKey' | 'iv'>,
): PreparedSeal {
  let isOver = false;
  function drop(): void {
    isOver = true;
    dataKey.fill(0);
  }
  return {
    drop,
    seal(plaintext) {
      // A second record would be sealed under zeros, and share its IV with the first.
      if (isOver) throw new TypeError('Cannot seal: the data key was used or dropped');
      try {
        return sealRecord({ ...room, plaintext, aad, dataKey, aead: aesGcm });
      } finally {
        drop();
      }
    },
  };
}
