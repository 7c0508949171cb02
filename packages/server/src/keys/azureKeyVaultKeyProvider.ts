/**
 * Azure Key Vault and Managed HSM.
 *
 * @see https://learn.microsoft.com/rest/api/keyvault/keys/wrap-key/wrap-key
 */
import type {
  CryptographyClient,
  KeyClient,
  KeyClientOptions,
  KeyVaultKey,
} from '@azure/keyvault-keys';
import type { KeyProvider } from '../ports/keyProvider.ts';
import { problemOfStatus } from './httpStatusProblem.ts';
import { createKeyServiceProvider, type KeyService, type KeyServiceOptions } from './keyService.ts';
import { KeyServiceError } from './keyServiceErrors.ts';
import { takeOver } from './takeOver.ts';

export interface AzureKeyVaultSettings {
  readonly kind: 'azure-key-vault';
  /** `https://VAULT.vault.azure.net/keys/NAME`, without a version. */
  readonly keyUrl: string;
  /** RSA for a vault, AES for a Managed HSM. */
  readonly algorithm: 'RSA-OAEP-256' | 'A256GCM';
}

type Credential = ConstructorParameters<typeof KeyClient>[1];

export interface AzureKeyVaultOptions extends KeyServiceOptions {
  /** For tests; otherwise whatever Azure's own chain finds: environment, workload or managed identity. */
  readonly credential?: Credential;
  readonly client?: KeyClientOptions;
}

const name = 'azure-key-vault';
/** How soon a new version of the key is noticed. */
const versionMs = 60_000;
const ivBytes = 12;
const tagBytes = 16;

/**
 * Keeps the master key in Azure Key Vault.
 *
 * RSA-OAEP takes no associated data and encrypts for everybody: the binding tag holds the owner, but whoever may write
 * the database could make records of their own. A Managed HSM's AES key binds the owner itself and closes that.
 */
export async function createAzureKeyVaultKeyProvider(
  { keyUrl, algorithm }: AzureKeyVaultSettings,
  { credential: given, client: clientOptions = {}, ...options }: AzureKeyVaultOptions = {},
): Promise<KeyProvider> {
  const [sdk, { DefaultAzureCredential }] = await Promise.all([
    import('@azure/keyvault-keys'),
    import('@azure/identity'),
  ]);
  const credential = given ?? new DefaultAzureCredential();
  const { vaultUrl, keyName } = splitKeyUrl(keyUrl);
  const keyId = `${vaultUrl}/keys/${keyName}`;
  const allOptions = { retryOptions: { maxRetries: 1 }, ...clientOptions };
  const keys = new sdk.KeyClient(vaultUrl, credential, allOptions);
  const clients = new Map<string, CryptographyClient>();
  let newest: { readonly version: string; readonly until: number } | undefined;

  function clientOf(version: string, key?: KeyVaultKey): CryptographyClient {
    let client = clients.get(version);
    if (client === undefined) {
      client = new sdk.CryptographyClient(key ?? `${keyId}/${version}`, credential, allOptions);
      clients.set(version, client);
    }
    return client;
  }

  async function newestVersion(abortSignal: AbortSignal): Promise<string> {
    const now = performance.now();
    if (newest !== undefined && now < newest.until) return newest.version;
    const key = await asked(keys.getKey(keyName, { abortSignal }));
    const { version, enabled } = key.properties;
    if (enabled === false) throw new KeyServiceError('key-disabled');
    if (version === undefined) throw new KeyServiceError('strange-answer');
    clientOf(version, key);
    newest = { version, until: now + versionMs };
    return version;
  }

  const service: KeyService = {
    isOurs: (wanted) => wanted === keyId,

    async encrypt(dataKey, aad, abortSignal) {
      const keyVersion = await newestVersion(abortSignal);
      const client = clientOf(keyVersion);
      try {
        const ciphertext =
          algorithm === 'A256GCM'
            ? await encryptGcm(client, { dataKey, aad, abortSignal })
            : (await asked(client.wrapKey(algorithm, dataKey, { abortSignal }))).result;
        return { keyId, keyVersion, ciphertext };
      } catch (error) {
        // The version may have been disabled for a newer one.
        newest = undefined;
        throw error;
      }
    },

    async decrypt({ keyVersion, ciphertext }, aad, abortSignal) {
      if (!/^[0-9a-zA-Z-]{1,127}$/.test(keyVersion)) throw new KeyServiceError('not-authentic');
      const client = clientOf(keyVersion);
      if (algorithm === 'A256GCM') return decryptGcm(client, { ciphertext, aad, abortSignal });
      const { result } = await asked(
        client.unwrapKey(algorithm, ciphertext, { abortSignal }),
        'BadParameter',
      );
      return takeOver(result);
    },
  };
  return createKeyServiceProvider(name, service, options);
}

/** `IV(12) | ciphertext | tag(16)`; the IV is the HSM's own. */
async function encryptGcm(
  client: CryptographyClient,
  facts: { dataKey: Uint8Array; aad: Uint8Array; abortSignal: AbortSignal },
): Promise<Uint8Array> {
  const { result, iv, authenticationTag } = await asked(
    client.encrypt(
      {
        algorithm: 'A256GCM',
        plaintext: facts.dataKey,
        additionalAuthenticatedData: facts.aad,
      },
      { abortSignal: facts.abortSignal },
    ),
  );
  if (iv?.length !== ivBytes || authenticationTag?.length !== tagBytes) {
    throw new KeyServiceError('strange-answer');
  }
  return Buffer.concat([iv, result, authenticationTag]);
}

async function decryptGcm(
  client: CryptographyClient,
  facts: { ciphertext: Uint8Array; aad: Uint8Array; abortSignal: AbortSignal },
): Promise<Uint8Array> {
  const { ciphertext, aad, abortSignal } = facts;
  if (ciphertext.length < ivBytes + tagBytes) throw new KeyServiceError('not-authentic');
  const { result } = await asked(
    client.decrypt(
      {
        algorithm: 'A256GCM',
        iv: ciphertext.slice(0, ivBytes),
        ciphertext: ciphertext.slice(ivBytes, -tagBytes),
        authenticationTag: ciphertext.slice(-tagBytes),
        additionalAuthenticatedData: aad,
      },
      { abortSignal },
    ),
    'BadParameter',
  );
  return takeOver(result);
}

function splitKeyUrl(keyUrl: string): { vaultUrl: string; keyName: string } {
  const { origin, pathname } = new URL(keyUrl);
  return { vaultUrl: origin, keyName: pathname.split('/')[2] ?? '' };
}

/** @param notAuthentic - The vault's code for a ciphertext that it cannot open. */
async function asked<Answer>(answer: Promise<Answer>, notAuthentic?: string): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    throw toProblem(error, notAuthentic);
  }
}

function toProblem(error: unknown, notAuthentic: string | undefined): KeyServiceError {
  if (!(error instanceof Error)) return new KeyServiceError('unreachable');
  const { statusCode, code, details } = error as {
    statusCode?: number;
    code?: string;
    details?: { error?: { code?: string; innerError?: { code?: string } } };
  };
  if (error.name === 'AbortError') return new KeyServiceError('late');
  if (error.name.startsWith('CredentialUnavailable') || error.name.startsWith('Authentication')) {
    return new KeyServiceError('not-authenticated', error.name);
  }
  if (statusCode === undefined) return new KeyServiceError('unreachable', code);
  const label = details?.error?.innerError?.code ?? details?.error?.code ?? code ?? '';
  if (label === 'KeyDisabled') return new KeyServiceError('key-disabled', label);
  if (statusCode === 400 && details?.error?.code === notAuthentic) {
    return new KeyServiceError('not-authentic', label);
  }
  // A record that names a version which never was is a broken record, not a vault without its key.
  if (statusCode === 404 && notAuthentic !== undefined) return new KeyServiceError('not-authentic');
  return new KeyServiceError(problemOfStatus(statusCode), label);
}
