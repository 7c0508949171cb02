import { createHmac, timingSafeEqual } from 'node:crypto';

/** Bytes of a binding tag: a whole HMAC-SHA-256. */
export const bindingTagBytes = 32;

const label = 'biatec-tokens:data-key-binding:v1';

/** What a wrapped data key is bound to, whatever its service can bind by itself. */
export interface Binding {
  readonly provider: string;
  readonly keyId: string;
  readonly keyVersion: string;
  /** Whose record it is. */
  readonly aad: Uint8Array;
  readonly ciphertext: Uint8Array;
}

/**
 * Binds a wrapped data key to its key's name and version and to its owner, by a MAC under the data key itself.
 *
 * RSA-OAEP knows no associated data, and services that do know it mostly do not say which version opened what. Only who
 * has unwrapped the data key can make or check the tag; to others it is 32 random bytes.
 */
export function bindingTag(dataKey: Uint8Array, binding: Binding): Uint8Array {
  const mac = createHmac('sha256', dataKey).update(label);
  const { provider, keyId, keyVersion, aad, ciphertext } = binding;
  // Each part after its length, so that no two bindings are the same bytes.
  for (const part of [provider, keyId, keyVersion, aad, ciphertext]) {
    const bytes = Buffer.from(part);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    mac.update(length).update(bytes);
  }
  return mac.digest();
}

export function isBoundTo(dataKey: Uint8Array, tag: Uint8Array, binding: Binding): boolean {
  return tag.length === bindingTagBytes && timingSafeEqual(tag, bindingTag(dataKey, binding));
}
