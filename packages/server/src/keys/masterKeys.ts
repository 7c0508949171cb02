import { createHash, randomBytes } from 'node:crypto';
import { SealedRecordInvalidError } from '@biatec-tokens/core';
import type { Secret } from '../internal/secret.ts';
import type { WrappedDataKey } from '../ports/keyProvider.ts';
import { aesGcm } from './aesGcm.ts';

/** Length of a master key, in bytes. */
export const masterKeyBytes = 32;

const ivBytes = 12;

/** One version of a master key that a provider holds in this process. */
export interface MasterKey {
  readonly keyId: string;
  readonly keyVersion: string;
  readonly key: Secret<Uint8Array>;
}

/** Wraps a data key with AES-256-GCM: `IV(12) | ciphertext | tag(16)`. */
export function wrapWith(
  { keyId, keyVersion, key }: MasterKey,
  { provider, dataKey, aad }: { provider: string; dataKey: Uint8Array; aad: Uint8Array },
): WrappedDataKey {
  // A random IV is safe here: one master key wraps far fewer than 2^32 data keys.
  const iv = randomBytes(ivBytes);
  const sealed = aesGcm.seal(key.reveal(), iv, dataKey, aad);
  return { provider, keyId, keyVersion, wrapped: Uint8Array.from([...iv, ...sealed]) };
}

/** Unwraps what {@link wrapWith} wrapped. @throws {SealedRecordInvalidError} */
export function unwrapWith(
  { key }: MasterKey,
  { wrapped, aad }: { wrapped: Uint8Array; aad: Uint8Array },
): Uint8Array {
  if (wrapped.length < ivBytes) {
    throw new SealedRecordInvalidError({ problem: 'its wrapped data key is truncated' });
  }
  return aesGcm.open(key.reveal(), wrapped.subarray(0, ivBytes), wrapped.subarray(ivBytes), aad);
}

/** A name for a key that says nothing about its bytes but lets a record find its key again. */
export function keyIdOf(key: Uint8Array): string {
  return createHash('sha256').update('biatec:key-id:v1').update(key).digest('hex').slice(0, 16);
}

/** For a record whose key this provider does not hold. */
export function unknownKey({
  provider,
  keyId,
  keyVersion,
}: WrappedDataKey): SealedRecordInvalidError {
  return new SealedRecordInvalidError({
    problem: `it needs version "${keyVersion}" of key "${keyId}" of provider "${provider}", which is not here`,
  });
}
