import { dirname, join } from 'node:path';
import { assertNever } from '../internal/assertNever.ts';
import type { Secret } from '../internal/secret.ts';
import type { KeyProviderSettings } from '../keys/createKeyProvider.ts';
import type { VaultLogin } from '../keys/vaultClient.ts';
import type { Setting } from './setting.ts';
import { settings, type keyProviderKinds } from './settings.ts';

type Settings = typeof settings;
type KeySettingName = Extract<keyof Settings, `key${string}`>;

/** The values of the settings of key providers. */
export type KeyValues = {
  readonly [Key in KeySettingName]: Settings[Key] extends Setting<infer Value> ? Value : never;
};

type Kind = (typeof keyProviderKinds)[number];
type Problem = (name: string, message: string) => void;

/** Puts the settings of the chosen provider, and of those before it, together. */
export function keysConfigOf(
  values: KeyValues & { readonly environment: string },
  databaseFile: string,
  problem: Problem,
): { readonly keys: KeyProviderSettings; readonly previousKeys: readonly KeyProviderSettings[] } {
  const build = (kind: Kind, chosenBy: string): KeyProviderSettings =>
    settingsOf(kind, { values, databaseFile, problem, chosenBy });
  // A wrong value has been complained about already.
  const kind = values.keyProvider ?? 'file';
  const previous = [...new Set(values.keyPreviousProviders ?? [])] as Kind[];
  if (previous.includes(kind)) {
    problem(settings.keyPreviousProviders.name, `should not name "${kind}", which KEY_PROVIDER is`);
  }
  return {
    keys: build(kind, `${settings.keyProvider.name}=${kind}`),
    previousKeys: previous
      .filter((each) => each !== kind)
      .map((each) => build(each, `${settings.keyPreviousProviders.name} with ${each}`)),
  };
}

interface Building {
  readonly values: KeyValues & { readonly environment: string };
  readonly databaseFile: string;
  readonly problem: Problem;
  /** What made the settings necessary, for messages. */
  readonly chosenBy: string;
}

function settingsOf(kind: Kind, building: Building): KeyProviderSettings {
  const { values } = building;
  switch (kind) {
    case 'file':
      return {
        kind,
        path: values.keyFile ?? join(dirname(building.databaseFile), 'master.key'),
        createIfMissing: values.environment !== 'production',
      };
    case 'environment':
      return environmentOf(building);
    case 'aws-kms':
      return {
        kind,
        keyId: required(building, 'keyAwsKeyId') ?? '',
        region: values.keyAwsRegion,
        endpoint: values.keyAwsEndpoint,
      };
    case 'azure-key-vault':
      return {
        kind,
        keyUrl: required(building, 'keyAzureKeyUrl') ?? '',
        algorithm: values.keyAzureAlgorithm,
      };
    case 'gcp-kms':
      return {
        kind,
        keyName: required(building, 'keyGcpKeyName') ?? '',
        credentialsFile: values.keyGcpCredentialsFile,
        endpoint: values.keyGcpEndpoint,
      };
    case 'hashicorp-vault':
      return {
        kind,
        url: required(building, 'keyVaultUrl') ?? '',
        mount: values.keyVaultMount,
        key: values.keyVaultKey,
        namespace: values.keyVaultNamespace,
        login: vaultLoginOf(building),
      };
    case 'pkcs11':
      return {
        kind,
        module: required(building, 'keyPkcs11Module') ?? '',
        token: required(building, 'keyPkcs11Token') ?? '',
        pin: required(building, 'keyPkcs11Pin') as Secret<string>,
        key: values.keyPkcs11Key,
        binding: values.keyPkcs11Binding,
      };
    default:
      return assertNever(kind);
  }
}

function environmentOf(building: Building): KeyProviderSettings {
  const { values, problem } = building;
  const allowed = values.environment !== 'production' || values.keyEnvironmentAllowed;
  if (!allowed) {
    problem(
      building.chosenBy.split(/[= ]/, 1)[0] ?? '',
      'should not be "environment" in production',
    );
  }
  const key = required(building, 'keyEnvironmentKey')?.reveal() ?? '';
  return { kind: 'environment', key, allowed };
}

/** Exactly one way to log in: of two, nobody could say which one is meant. */
function vaultLoginOf({ values, problem, chosenBy }: Building): VaultLogin {
  const { keyVaultToken: token, keyVaultRoleId: roleId, keyVaultSecretId: secretId } = values;
  const role = values.keyVaultKubernetesRole;
  const ways = [token, roleId, role].filter((way) => way !== undefined);
  if (ways.length !== 1) {
    const names = 'KEY_VAULT_TOKEN, KEY_VAULT_ROLE_ID and KEY_VAULT_KUBERNETES_ROLE';
    problem(
      settings.keyVaultToken.name,
      `exactly one of ${names} is required by ${chosenBy}, and ${ways.length} are set`,
    );
  }
  if (roleId !== undefined && secretId === undefined) {
    problem(settings.keyVaultSecretId.name, 'is required by KEY_VAULT_ROLE_ID');
  }
  if (token !== undefined) return { kind: 'token', token };
  if (roleId !== undefined)
    return { kind: 'approle', roleId, secretId: secretId as Secret<string> };
  return { kind: 'kubernetes', role: role ?? '', tokenFile: values.keyVaultKubernetesTokenFile };
}

/** The value, or a problem: then the settings are never used. */
function required<Name extends KeySettingName>(
  { values, problem, chosenBy }: Building,
  name: Name,
): KeyValues[Name] {
  if (values[name] === undefined) {
    problem(settings[name].name, `is required by ${chosenBy}`);
  }
  return values[name];
}
