import { assertNever } from '../internal/assertNever.ts';
import type { Clock } from '../ports/clock.ts';
import type { KeyProvider } from '../ports/keyProvider.ts';
import { createAwsKmsKeyProvider, type AwsKmsSettings } from './awsKmsKeyProvider.ts';
import {
  createAzureKeyVaultKeyProvider,
  type AzureKeyVaultSettings,
} from './azureKeyVaultKeyProvider.ts';
import { createKeyRing } from './createKeyRing.ts';
import {
  createEnvironmentKeyProvider,
  type EnvironmentKeySettings,
} from './environmentKeyProvider.ts';
import { createFileKeyProvider, type FileKeySettings } from './fileKeyProvider.ts';
import { createGcpKmsKeyProvider, type GcpKmsSettings } from './gcpKmsKeyProvider.ts';
import {
  createHashicorpVaultKeyProvider,
  type HashicorpVaultSettings,
} from './hashicorpVaultKeyProvider.ts';
import { createPkcs11KeyProvider, type Pkcs11Settings } from './pkcs11KeyProvider.ts';

/** Settings of one key provider. */
export type KeyProviderSettings =
  | AwsKmsSettings
  | AzureKeyVaultSettings
  | EnvironmentKeySettings
  | FileKeySettings
  | GcpKmsSettings
  | HashicorpVaultSettings
  | Pkcs11Settings;

type Deps = { readonly clock: Pick<Clock, 'now'> };

/** Builds the configured key provider. @throws {AppError} CONFIGURATION_ERROR, with what to do about it */
export async function createKeyProvider(
  settings: KeyProviderSettings,
  deps: Deps,
): Promise<KeyProvider> {
  switch (settings.kind) {
    case 'environment':
      return createEnvironmentKeyProvider(settings);
    case 'file':
      return createFileKeyProvider(settings, deps);
    case 'aws-kms':
      return createAwsKmsKeyProvider(settings);
    case 'azure-key-vault':
      return createAzureKeyVaultKeyProvider(settings);
    case 'gcp-kms':
      return createGcpKmsKeyProvider(settings);
    case 'hashicorp-vault':
      return createHashicorpVaultKeyProvider(settings);
    case 'pkcs11':
      return createPkcs11KeyProvider(settings);
    default:
      return assertNever(settings);
  }
}

/** Builds the provider that wraps together with those that older records still need. */
export async function createKeyProviders(
  {
    keys,
    previousKeys,
  }: {
    readonly keys: KeyProviderSettings;
    readonly previousKeys: readonly KeyProviderSettings[];
  },
  deps: Deps,
): Promise<KeyProvider> {
  const current = await createKeyProvider(keys, deps);
  if (previousKeys.length === 0) return current;
  // A file that is gone must not come back as an empty one.
  const previous = previousKeys.map((settings) =>
    createKeyProvider(
      settings.kind === 'file' ? { ...settings, createIfMissing: false } : settings,
      deps,
    ),
  );
  return createKeyRing(current, await Promise.all(previous));
}
