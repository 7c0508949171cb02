/**
 * The transit engine of HashiCorp Vault, and of OpenBao, which speaks the same.
 *
 * @see https://developer.hashicorp.com/vault/api-docs/secret/transit
 */
import { z } from 'zod';
import type { KeyProvider } from '../ports/keyProvider.ts';
import { createKeyServiceProvider, type KeyService, type KeyServiceOptions } from './keyService.ts';
import { KeyServiceError } from './keyServiceErrors.ts';
import { createVaultClient, type VaultLogin } from './vaultClient.ts';
import { takeOver } from './takeOver.ts';

export interface HashicorpVaultSettings {
  readonly kind: 'hashicorp-vault';
  readonly url: string;
  /** Where the transit engine is mounted. */
  readonly mount: string;
  /** Name of a key of type `aes256-gcm96`. */
  readonly key: string;
  readonly namespace: string | undefined;
  readonly login: VaultLogin;
}

const name = 'hashicorp-vault';
const encrypted = z.object({ data: z.object({ ciphertext: z.string() }) });
const decrypted = z.object({ data: z.object({ plaintext: z.base64() }) });

/** Keeps the master key in a Vault's transit engine. The owner goes along as associated data. */
export async function createHashicorpVaultKeyProvider(
  settings: HashicorpVaultSettings,
  options: KeyServiceOptions = {},
): Promise<KeyProvider> {
  const client = createVaultClient(settings);
  const { mount, key } = settings;
  const keyId = `${mount}/${key}`;

  const service: KeyService = {
    isOurs: (wanted) => wanted === keyId,

    async encrypt(dataKey, aad, signal) {
      const body = { plaintext: base64Of(dataKey), associated_data: base64Of(aad) };
      const { data } = understood(
        encrypted,
        await client.post(`${mount}/encrypt/${key}`, body, { signal, whenRefused: 'key-missing' }),
      );
      const [, keyVersion, ciphertext] = /^vault:v(\d+):(.+)$/.exec(data.ciphertext) ?? [];
      if (keyVersion === undefined || ciphertext === undefined) {
        throw new KeyServiceError('strange-answer');
      }
      return { keyId, keyVersion, ciphertext: Buffer.from(ciphertext, 'base64') };
    },

    async decrypt({ keyVersion, ciphertext }, aad, signal) {
      if (!/^[1-9]\d{0,8}$/.test(keyVersion)) throw new KeyServiceError('not-authentic');
      const body = {
        ciphertext: `vault:v${keyVersion}:${base64Of(ciphertext)}`,
        associated_data: base64Of(aad),
      };
      const { data } = understood(
        decrypted,
        await client.post(`${mount}/decrypt/${key}`, body, {
          signal,
          whenRefused: 'not-authentic',
        }),
      );
      return takeOver(Buffer.from(data.plaintext, 'base64'));
    },
  };
  return createKeyServiceProvider(name, service, options);
}

function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** What a schema does not accept is not quoted: it may be a key. */
function understood<Value>(schema: z.ZodType<Value>, json: unknown): Value {
  const read = schema.safeParse(json);
  if (!read.success) throw new KeyServiceError('strange-answer');
  return read.data;
}
