/**
 * Google Cloud Key Management Service.
 *
 * @see https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings.cryptoKeys/encrypt
 */
import type { KeyManagementServiceClient } from '@google-cloud/kms';
import type { KeyProvider } from '../ports/keyProvider.ts';
import { crc32c } from './crc32c.ts';
import {
  createKeyServiceProvider,
  keyTimeoutMs,
  type KeyService,
  type KeyServiceOptions,
} from './keyService.ts';
import { KeyServiceError, type KeyServiceProblem } from './keyServiceErrors.ts';
import { takeOver } from './takeOver.ts';

export interface GcpKmsSettings {
  readonly kind: 'gcp-kms';
  /** `projects/P/locations/L/keyRings/R/cryptoKeys/K`. */
  readonly keyName: string;
  /** A service account's JSON key; undefined: application default credentials. */
  readonly credentialsFile: string | undefined;
  /** Undefined: the public one. */
  readonly endpoint: string | undefined;
}

type ClientOptions = NonNullable<ConstructorParameters<typeof KeyManagementServiceClient>[0]>;

const name = 'gcp-kms';

/** By the numbers of gRPC. @see https://grpc.io/docs/guides/status-codes/ */
const problems: Readonly<Record<number, KeyServiceProblem>> = {
  1: 'late',
  4: 'late',
  5: 'key-missing',
  7: 'not-permitted',
  8: 'throttled',
  9: 'key-disabled',
  13: 'failing',
  14: 'unreachable',
  16: 'not-authenticated',
};
const invalidArgument = 3;

/** Keeps the master key in Google Cloud KMS. The owner goes along as associated data, and every part with a checksum. */
export async function createGcpKmsKeyProvider(
  { keyName, credentialsFile, endpoint }: GcpKmsSettings,
  { timeoutMs = keyTimeoutMs }: KeyServiceOptions = {},
): Promise<KeyProvider> {
  const { KeyManagementServiceClient: Client } = await import('@google-cloud/kms');
  const client = new Client({
    // HTTP rather than gRPC: it passes proxies, and holds no channel that must be watched.
    fallback: true,
    ...(credentialsFile === undefined ? {} : { keyFilename: credentialsFile }),
    ...(endpoint === undefined ? {} : endpointOptions(endpoint)),
  });
  const call = { timeout: timeoutMs, maxRetries: 1 };

  const service: KeyService = {
    isOurs: (keyId) => keyId === keyName,

    async encrypt(dataKey, aad, signal) {
      const [answer] = await asked(
        client.encrypt(
          {
            name: keyName,
            plaintext: dataKey,
            plaintextCrc32c: checksumOf(dataKey),
            additionalAuthenticatedData: aad,
            additionalAuthenticatedDataCrc32c: checksumOf(aad),
          },
          call,
        ),
        signal,
      );
      const ciphertext = bytesOf(answer.ciphertext);
      const intact =
        answer.verifiedPlaintextCrc32c === true &&
        answer.verifiedAdditionalAuthenticatedDataCrc32c === true &&
        isChecksumOf(ciphertext, answer.ciphertextCrc32c);
      if (!intact) throw new KeyServiceError('strange-answer', 'checksum');
      const [ofKey, keyVersion] = (answer.name ?? '').split('/cryptoKeyVersions/');
      if (ofKey !== keyName || keyVersion === undefined) {
        throw new KeyServiceError('strange-answer');
      }
      return { keyId: keyName, keyVersion, ciphertext };
    },

    async decrypt({ ciphertext }, aad, signal) {
      const [answer] = await asked(
        client.decrypt(
          {
            name: keyName,
            ciphertext,
            ciphertextCrc32c: checksumOf(ciphertext),
            additionalAuthenticatedData: aad,
            additionalAuthenticatedDataCrc32c: checksumOf(aad),
          },
          call,
        ),
        signal,
        'not-authentic',
      );
      const dataKey = takeOver(bytesOf(answer.plaintext));
      if (!isChecksumOf(dataKey, answer.plaintextCrc32c)) {
        dataKey.fill(0);
        throw new KeyServiceError('strange-answer', 'checksum');
      }
      return dataKey;
    },
  };
  return createKeyServiceProvider(name, service, { timeoutMs });
}

function endpointOptions(endpoint: string): ClientOptions {
  const { hostname, port, protocol } = new URL(endpoint);
  const scheme = protocol.slice(0, -1);
  return {
    apiEndpoint: hostname,
    port: port === '' ? (scheme === 'http' ? 80 : 443) : Number(port),
    protocol: scheme,
  };
}

function checksumOf(bytes: Uint8Array): { value: number } {
  return { value: crc32c(bytes) };
}

function isChecksumOf(bytes: Uint8Array, sent: { value?: unknown } | null | undefined): boolean {
  return String(sent?.value) === String(crc32c(bytes));
}

function bytesOf(value: Uint8Array | string | null | undefined): Uint8Array {
  if (value === null || value === undefined || value.length === 0) {
    throw new KeyServiceError('strange-answer');
  }
  return typeof value === 'string' ? Buffer.from(value, 'base64') : value;
}

async function asked<Answer>(
  answer: Promise<Answer>,
  signal: AbortSignal,
  whenRefused: KeyServiceProblem = 'strange-answer',
): Promise<Answer> {
  const { cancel } = answer as { cancel?: () => void };
  signal.addEventListener('abort', () => cancel?.call(answer), { once: true });
  try {
    return await answer;
  } catch (error) {
    const { code } = error as { code?: number };
    if (code === invalidArgument) throw new KeyServiceError(whenRefused);
    throw new KeyServiceError(problems[code ?? -1] ?? 'unreachable');
  }
}
