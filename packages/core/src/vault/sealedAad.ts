import { concatBytes, utf8Bytes } from '../internal/bytes.ts';
import { sealedRecordVersion } from './sealedHeader.ts';

/** Whose secret a record holds, and what for. All of it is authenticated, so a record in another row does not open. */
export interface SealedAad {
  /** What the secret is for, for instance `account-key`. */
  readonly purpose: string;
  /** The organization that owns it, or `platform`. */
  readonly organizationId: string;
  /** The account, endpoint or other thing it belongs to. */
  readonly subjectId: string;
  /** `avm`, `evm`, or `-` where no chain is meant. */
  readonly family: string;
}

/**
 * Writes the owner of a record as bytes: purpose, organization, subject, family and record version.
 *
 * Each part follows its length, so no two owners share bytes. Give the same bytes to the key provider when it wraps the
 * data key; then the wrapped key does not unwrap for another owner either.
 *
 * @param aad - The owner; no part may be empty.
 * @returns The bytes to authenticate.
 * @throws {RangeError} If a part is empty or longer than 255 bytes.
 * @example
 * await provider.wrap(dataKey, encodeSealedAad({ purpose, organizationId, subjectId, family: 'avm' }));
 */
export function encodeSealedAad(aad: SealedAad): Uint8Array {
  const parts = [aad.purpose, aad.organizationId, aad.subjectId, aad.family].map((text) => {
    const bytes = utf8Bytes(text);
    // An empty part is a forgotten one.
    if (bytes.length === 0 || bytes.length > 255) {
      throw new RangeError(
        `Cannot encode owner of sealed record: a part has ${bytes.length} bytes, should have 1 to 255`,
      );
    }
    return concatBytes(Uint8Array.of(bytes.length), bytes);
  });
  return concatBytes(...parts, Uint8Array.of(sealedRecordVersion));
}
