/** A PKCS #11 token: an HSM, a smart card, or SoftHSM. */
import type { KeyProvider } from '../ports/keyProvider.ts';
import { createKeyServiceProvider, type KeyServiceOptions } from './keyService.ts';
import { keyIdOf, type Pkcs11Settings } from './pkcs11Settings.ts';
import { startPkcs11Thread } from './startPkcs11Thread.ts';

export type { Pkcs11Settings } from './pkcs11Settings.ts';

export interface Pkcs11KeyProvider extends KeyProvider {
  /** Ends its thread, which would end with the process too. */
  close(): Promise<void>;
}

/** Keeps the master key in a PKCS #11 token, which encrypts with AES-GCM and the owner as associated data. */
export async function createPkcs11KeyProvider(
  settings: Pkcs11Settings,
  options: KeyServiceOptions = {},
): Promise<Pkcs11KeyProvider> {
  const { close, ...thread } = await startPkcs11Thread(settings);
  const isOurs = (keyId: string) => keyId === keyIdOf(settings);
  return { ...createKeyServiceProvider('pkcs11', { ...thread, isOurs }, options), close };
}
