/**
 * The bytes of a sealed record, version 1. Lengths are 16-bit, most significant byte first.
 *
 * | bytes | what |
 * |---|---|
 * | 1 | version, 1 |
 * | 1 | algorithm, 1 = AES-256-GCM |
 * | 2 + n | name of the key provider, ASCII |
 * | 2 + n | key id, ASCII |
 * | 2 + n | key version, ASCII, may be empty |
 * | 2 + n | data key as the provider wrapped it |
 * | 12 | IV |
 * | n | ciphertext |
 * | 16 | tag |
 *
 * Everything before the IV is the header. It is authenticated together with the owner (`encodeSealedAad`), the IV by GCM
 * itself, so no bit of a record can change without the record refusing to open, whatever the key provider checks.
 */
import { concatBytes, utf8Bytes } from '../internal/bytes.ts';
import { SealedRecordInvalidError, SealedRecordUnsupportedError } from './sealedRecordErrors.ts';

/** A data key as a provider wrapped it: what is needed to unwrap it again, nothing secret. */
export interface SealedDataKey {
  /** Name of the provider that wrapped it. */
  readonly provider: string;
  readonly keyId: string;
  /** Empty where the provider's keys have none. */
  readonly keyVersion: string;
  readonly wrapped: Uint8Array;
}

/** What a record says about itself before it is opened. */
export interface SealedHeader {
  readonly version: 1;
  readonly algorithm: 'AES-256-GCM';
  readonly wrappedDataKey: SealedDataKey;
}

/** A record in its parts. Not exported from the room. */
export interface SealedParts {
  readonly header: SealedHeader;
  /** The header as it stands in the record. */
  readonly headerBytes: Uint8Array;
  readonly iv: Uint8Array;
  readonly ciphertextAndTag: Uint8Array;
}

export const sealedRecordVersion = 1;
export const ivBytes = 12;
export const tagBytes = 16;
/** The largest secret one record may hold. */
export const plaintextBytesMax = 1024 * 1024;

const algorithmNumber = 1;
const nameBytesMax = 1024;
const wrappedBytesMax = 8192;
const printable = /^[!-~]*$/;

/**
 * Reads which provider and key a record needs, without opening it.
 *
 * Nothing here is authenticated until `openRecord` succeeds: use it to find the key, and for nothing else.
 *
 * @param record - A sealed record.
 * @returns Version, algorithm and wrapped data key.
 * @throws {SealedRecordInvalidError} If the record is truncated, too long or malformed.
 * @throws {SealedRecordUnsupportedError} If version or algorithm is unknown.
 * @example
 * const { wrappedDataKey } = readSealedHeader(record);
 * const dataKey = await provider.unwrap(wrappedDataKey, encodeSealedAad(aad));
 */
export function readSealedHeader(record: Uint8Array): SealedHeader {
  return splitRecord(record).header;
}

/** The record in its parts, checked for shape. Not exported from the room. */
export function splitRecord(record: Uint8Array): SealedParts {
  const [version, algorithm] = record;
  if (version === undefined) throw new SealedRecordInvalidError({ problem: 'is empty' });
  if (version !== sealedRecordVersion) {
    throw new SealedRecordUnsupportedError({
      what: 'version',
      found: version,
      known: sealedRecordVersion,
    });
  }
  if (algorithm === undefined) throw new SealedRecordInvalidError({ problem: 'is truncated' });
  if (algorithm !== algorithmNumber) {
    throw new SealedRecordUnsupportedError({
      what: 'algorithm',
      found: algorithm,
      known: algorithmNumber,
    });
  }

  let offset = 2;
  const take = (length: number): Uint8Array => {
    if (offset + length > record.length) {
      throw new SealedRecordInvalidError({ problem: 'is truncated' });
    }
    const bytes = record.subarray(offset, offset + length);
    offset += length;
    return bytes;
  };
  const takeField = (): Uint8Array => {
    const [high = 0, low = 0] = take(2);
    return take(high * 256 + low);
  };

  const wrappedDataKey: SealedDataKey = {
    provider: textOf(takeField()),
    keyId: textOf(takeField()),
    keyVersion: textOf(takeField()),
    wrapped: takeField().slice(),
  };
  const problem = problemOf(wrappedDataKey);
  if (problem !== undefined) throw new SealedRecordInvalidError({ problem });

  const headerBytes = record.subarray(0, offset);
  const iv = take(ivBytes);
  const ciphertextAndTag = record.subarray(offset);
  if (ciphertextAndTag.length < tagBytes) {
    throw new SealedRecordInvalidError({ problem: 'is truncated' });
  }
  if (ciphertextAndTag.length > plaintextBytesMax + tagBytes) {
    throw new SealedRecordInvalidError({ problem: 'is too long' });
  }
  const header: SealedHeader = { version, algorithm: 'AES-256-GCM', wrappedDataKey };
  return { header, headerBytes, iv, ciphertextAndTag };
}

/** The header of a new record. Not exported from the room. */
export function encodeHeader(key: SealedDataKey): Uint8Array {
  const problem = problemOf(key);
  if (problem !== undefined) throw new RangeError(`Cannot seal record: ${problem}`);
  return concatBytes(
    Uint8Array.of(sealedRecordVersion, algorithmNumber),
    fieldOf(utf8Bytes(key.provider)),
    fieldOf(utf8Bytes(key.keyId)),
    fieldOf(utf8Bytes(key.keyVersion)),
    fieldOf(key.wrapped),
  );
}

/** The same rules for writing and reading, so that nothing is written that cannot be read. */
function problemOf({ provider, keyId, keyVersion, wrapped }: SealedDataKey): string | undefined {
  if (provider === '' || keyId === '') return 'provider or key id is empty';
  for (const text of [provider, keyId, keyVersion]) {
    if (text.length > nameBytesMax || !printable.test(text)) {
      return `provider, key id and key version should be printable ASCII of at most ${nameBytesMax} bytes`;
    }
  }
  if (wrapped.length === 0 || wrapped.length > wrappedBytesMax) {
    return `wrapped data key has ${wrapped.length} bytes, should have 1 to ${wrappedBytesMax}`;
  }
  return undefined;
}

function fieldOf(bytes: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(bytes.length >> 8, bytes.length & 0xff), bytes);
}

function textOf(bytes: Uint8Array): string {
  // One character per byte; problemOf() then refuses whatever is not ASCII.
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}
