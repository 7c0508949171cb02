import { concatBytes, equalBytes } from '../internal/bytes.ts';
import type { Aead } from './aead.ts';
import { encodeSealedAad, type SealedAad } from './sealedAad.ts';
import {
  encodeHeader,
  ivBytes,
  plaintextBytesMax,
  splitRecord,
  tagBytes,
  type SealedDataKey,
} from './sealedHeader.ts';
import { SealedRecordInvalidError } from './sealedRecordErrors.ts';

const dataKeyBytes = 32;

/** What a record is sealed from. */
export interface SealRecordFacts {
  /** The secret, at most 1 MiB. */
  readonly plaintext: Uint8Array;
  /** Whose secret it is. */
  readonly aad: SealedAad;
  /** 32 random bytes, made for this record alone. */
  readonly dataKey: Uint8Array;
  /** The same data key, wrapped by a key provider. */
  readonly wrappedDataKey: SealedDataKey;
  /** 12 random bytes. */
  readonly iv: Uint8Array;
  readonly aead: Aead;
}

/**
 * Seals a secret for one owner.
 *
 * Pure: key, IV and cipher come from outside. One data key seals one record; used again with the same IV, GCM would
 * give both secrets away.
 *
 * @param facts - Secret, owner, keys, IV and cipher.
 * @returns The record, in the layout of version 1.
 * @throws {RangeError} If a length is wrong or the wrapped key cannot be written.
 * @example
 * const record = sealRecord({ plaintext: seed, aad, dataKey, wrappedDataKey, iv, aead });
 */
export function sealRecord(facts: SealRecordFacts): Uint8Array {
  const { plaintext, aad, dataKey, wrappedDataKey, iv, aead } = facts;
  checkLength('data key', dataKey, dataKeyBytes);
  checkLength('IV', iv, ivBytes);
  if (plaintext.length > plaintextBytesMax) {
    throw new RangeError(
      `Cannot seal record: secret has ${plaintext.length} bytes, should have at most ${plaintextBytesMax}`,
    );
  }
  const header = encodeHeader(wrappedDataKey);
  const sealed = aead.seal(dataKey, iv, plaintext, concatBytes(encodeSealedAad(aad), header));
  // A cipher set to shorter tags would weaken every record it writes, silently.
  checkLength('ciphertext with tag', sealed, plaintext.length + tagBytes);
  return concatBytes(header, iv, sealed);
}

/** What a record is opened with. */
export interface OpenRecordFacts {
  readonly record: Uint8Array;
  /** Whose secret it must be. */
  readonly aad: SealedAad;
  /** The data key, unwrapped by the provider that `readSealedHeader` names. */
  readonly dataKey: Uint8Array;
  readonly aead: Aead;
}

/**
 * Opens a sealed record.
 *
 * Opens only if every bit of the record, its header included, is as it was sealed, for the same owner.
 *
 * @param facts - Record, owner, data key and cipher.
 * @returns The secret: zero it after use.
 * @throws {SealedRecordInvalidError} If the record was changed, cut, extended, is another's, or the key is wrong; which
 * of these is not told.
 * @throws {SealedRecordUnsupportedError} If version or algorithm is unknown.
 * @example
 * const seed = openRecord({ record, aad, dataKey, aead });
 */
export function openRecord({ record, aad, dataKey, aead }: OpenRecordFacts): Uint8Array {
  const { headerBytes, iv, ciphertextAndTag } = splitRecord(record);
  if (dataKey.length !== dataKeyBytes) {
    throw new SealedRecordInvalidError({
      problem: `data key has ${dataKey.length} bytes, should have ${dataKeyBytes}`,
    });
  }
  const authenticated = concatBytes(encodeSealedAad(aad), headerBytes);
  try {
    return aead.open(dataKey, iv, ciphertextAndTag, authenticated);
  } catch (cause) {
    throw new SealedRecordInvalidError({
      problem: 'it was changed, belongs to another owner, or needs another data key',
      cause,
    });
  }
}

/** What a record is wrapped anew with. */
export interface RewrapRecordFacts extends OpenRecordFacts {
  /** The same data key, wrapped by the new key or provider. */
  readonly wrappedDataKey: SealedDataKey;
  /** 12 new random bytes. */
  readonly iv: Uint8Array;
}

/**
 * Puts a newly wrapped data key into a record, when master keys or providers change.
 *
 * The header is authenticated, so the record is opened and sealed again under the same data key and a new IV. That also
 * proves that the record was sound before it replaces the stored one.
 *
 * @param facts - Record, owner, data key, its new wrapping, a new IV and the cipher.
 * @returns The new record; the old one is left alone.
 * @throws {SealedRecordInvalidError} If the old record does not open.
 * @throws {SealedRecordUnsupportedError} If version or algorithm is unknown.
 * @throws {RangeError} If the IV is the old one, or the new wrapped key cannot be written.
 * @example
 * const rotated = rewrapRecord({ record, aad, dataKey, wrappedDataKey: newWrapped, iv, aead });
 */
export function rewrapRecord(facts: RewrapRecordFacts): Uint8Array {
  const { record, aad, dataKey, wrappedDataKey, iv, aead } = facts;
  // The same key and IV over another header would give GCM's authentication key away.
  if (equalBytes(iv, splitRecord(record).iv)) {
    throw new RangeError('Cannot rewrap record: the IV is that of the old record, should be new');
  }
  const plaintext = openRecord({ record, aad, dataKey, aead });
  try {
    return sealRecord({ plaintext, aad, dataKey, wrappedDataKey, iv, aead });
  } finally {
    plaintext.fill(0);
  }
}

function checkLength(what: string, bytes: Uint8Array, length: number): void {
  if (bytes.length !== length) {
    throw new RangeError(
      `Cannot seal record: ${what} has ${bytes.length} bytes, should have ${length}`,
    );
  }
}
