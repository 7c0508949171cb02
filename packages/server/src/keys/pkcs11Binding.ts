import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AppError } from '@biatec-tokens/core';

type Handle = Buffer;
interface Attribute {
  readonly type: number;
  readonly value?: Buffer | number | boolean | string;
}

/** The part of the npm package `pkcs11js` that is used here. It is compiled where it is installed, so it is not a dependency. */
export interface Pkcs11 {
  load(path: string): void;
  C_Initialize(options?: { flags: number }): void;
  C_GetSlotList(tokenPresent: boolean): Handle[];
  C_GetTokenInfo(slot: Handle): { readonly label: string };
  C_OpenSession(slot: Handle, flags: number): Handle;
  C_CloseSession(session: Handle): void;
  C_Login(session: Handle, userType: number, pin: string): void;
  C_FindObjectsInit(session: Handle, template: readonly Attribute[]): void;
  C_FindObjects(session: Handle, max: number): Handle[];
  C_FindObjectsFinal(session: Handle): void;
  C_GetAttributeValue(
    session: Handle,
    object: Handle,
    template: readonly Attribute[],
  ): { readonly value: Buffer }[];
  C_EncryptInit(session: Handle, mechanism: object, key: Handle): void;
  C_EncryptAsync(session: Handle, data: Buffer, out: Buffer): Promise<Buffer>;
  C_DecryptInit(session: Handle, mechanism: object, key: Handle): void;
  C_DecryptAsync(session: Handle, data: Buffer, out: Buffer): Promise<Buffer>;
}

interface Binding {
  readonly PKCS11: new () => Pkcs11;
  readonly CK_PARAMS_AES_GCM: number;
}

/** A loaded library. */
export interface LoadedPkcs11 {
  readonly pkcs11: Pkcs11;
  /** How the binding calls the parameters of AES-GCM. */
  readonly gcmParameters: number;
}

const alreadyInitialized = 0x191;
const osLocking = 0x2;

/** Loads the binding and the vendor's library. @throws {AppError} CONFIGURATION_ERROR, with what to install */
export async function loadPkcs11({
  binding,
  module,
}: {
  readonly binding: string;
  readonly module: string;
}): Promise<LoadedPkcs11> {
  // A folder is no module specifier; its package's entry file is.
  const specifier = isAbsolute(binding) ? pathToFileURL(`${binding}/index.js`).href : binding;
  const { PKCS11, CK_PARAMS_AES_GCM } = await import(specifier).then(
    (loaded: { default: Binding }) => loaded.default,
    () => {
      throw new AppError({
        code: 'CONFIGURATION_ERROR',
        message: `Cannot use key provider "pkcs11": its Node binding "${binding}" is not installed`,
        guidance:
          'Run: npm install pkcs11js (it is compiled, so this needs a C++ compiler and Python), beside the server or anywhere else with KEY_PKCS11_BINDING naming its folder.',
      });
    },
  );
  const pkcs11 = new PKCS11();
  try {
    pkcs11.load(module);
  } catch {
    throw new AppError({
      code: 'CONFIGURATION_ERROR',
      message: `Cannot use key provider "pkcs11": the library "${module}" does not load`,
      guidance: 'Set KEY_PKCS11_MODULE to the PKCS #11 library of your token.',
    });
  }
  try {
    pkcs11.C_Initialize({ flags: osLocking });
  } catch (error) {
    // One library serves every provider of this process.
    if ((error as { code?: unknown }).code !== alreadyInitialized) throw error;
  }
  return { pkcs11, gcmParameters: CK_PARAMS_AES_GCM };
}
