import type { Secret } from '../internal/secret.ts';

export interface Pkcs11Settings {
  readonly kind: 'pkcs11';
  /** Path of the vendor's library. */
  readonly module: string;
  /** Label of the token. */
  readonly token: string;
  readonly pin: Secret<string>;
  /** Label of the AES keys; the one with the highest CKA_ID wraps. */
  readonly key: string;
  /** Package or path of the Node binding. */
  readonly binding: string;
}

/** What records call the key. */
export function keyIdOf({ token, key }: Pkcs11Settings): string {
  return `${encodeURIComponent(token)}/${encodeURIComponent(key)}`;
}
