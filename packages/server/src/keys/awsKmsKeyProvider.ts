/**
 * AWS Key Management Service.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html
 */
import { createHash } from 'node:crypto';
import type { KMSClientConfig } from '@aws-sdk/client-kms';
import type { KeyProvider } from '../ports/keyProvider.ts';
import { problemOfStatus } from './httpStatusProblem.ts';
import { createKeyServiceProvider, type KeyService, type KeyServiceOptions } from './keyService.ts';
import { KeyServiceError, type KeyServiceProblem } from './keyServiceErrors.ts';
import { takeOver } from './takeOver.ts';

export interface AwsKmsSettings {
  readonly kind: 'aws-kms';
  /** ARN, id or alias of a symmetric key. */
  readonly keyId: string;
  /** Undefined: what the SDK finds in the environment. */
  readonly region: string | undefined;
  /** Undefined: the public one of the region. */
  readonly endpoint: string | undefined;
}

export interface AwsKmsOptions extends KeyServiceOptions {
  /** For tests; otherwise the SDK finds credentials as it always does. */
  readonly credentials?: KMSClientConfig['credentials'];
}

const name = 'aws-kms';

const problems: Readonly<Record<string, KeyServiceProblem>> = {
  AccessDeniedException: 'not-permitted',
  AccessDenied: 'not-permitted',
  UnrecognizedClientException: 'not-authenticated',
  InvalidSignatureException: 'not-authenticated',
  ExpiredTokenException: 'not-authenticated',
  CredentialsProviderError: 'not-authenticated',
  NotFoundException: 'key-missing',
  InvalidArnException: 'key-missing',
  DisabledException: 'key-disabled',
  KMSInvalidStateException: 'key-disabled',
  KeyUnavailableException: 'failing',
  DependencyTimeoutException: 'failing',
  KMSInternalException: 'failing',
  ThrottlingException: 'throttled',
  LimitExceededException: 'throttled',
  InvalidCiphertextException: 'not-authentic',
  IncorrectKeyException: 'not-authentic',
  TimeoutError: 'late',
  AbortError: 'late',
};

/** Keeps the master key in AWS KMS. The owner goes along as encryption context, hashed, as CloudTrail writes it down. */
export async function createAwsKmsKeyProvider(
  settings: AwsKmsSettings,
  { credentials, ...options }: AwsKmsOptions = {},
): Promise<KeyProvider> {
  // Loaded only where it is chosen: it costs a quarter of a second and many megabytes.
  const { DecryptCommand, EncryptCommand, KMSClient } = await import('@aws-sdk/client-kms');
  const client = new KMSClient({
    maxAttempts: 2,
    ...(settings.region === undefined ? {} : { region: settings.region }),
    ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
  });

  const service: KeyService = {
    // Aliases move from key to key, so records name the key itself. Which keys may be used is for IAM to say.
    isOurs: (keyId) => keyId.startsWith('arn:'),

    async encrypt(dataKey, aad, abortSignal) {
      const command = new EncryptCommand({
        KeyId: settings.keyId,
        Plaintext: dataKey,
        EncryptionContext: contextOf(aad),
      });
      const { CiphertextBlob, KeyId } = await asked(client.send(command, { abortSignal }));
      if (CiphertextBlob === undefined || KeyId === undefined) {
        throw new KeyServiceError('strange-answer');
      }
      // Material that KMS rotates by itself has no name in the answer, and needs none: KMS finds it.
      return { keyId: KeyId, keyVersion: '', ciphertext: CiphertextBlob };
    },

    async decrypt({ keyId, ciphertext }, aad, abortSignal) {
      const command = new DecryptCommand({
        KeyId: keyId,
        CiphertextBlob: ciphertext,
        EncryptionContext: contextOf(aad),
      });
      const { Plaintext } = await asked(client.send(command, { abortSignal }));
      if (Plaintext === undefined) throw new KeyServiceError('strange-answer');
      return takeOver(Plaintext);
    },
  };
  return createKeyServiceProvider(name, service, options);
}

function contextOf(aad: Uint8Array): Record<string, string> {
  return { 'biatec-tokens-owner': createHash('sha256').update(aad).digest('hex') };
}

async function asked<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    throw toProblem(error);
  }
}

function toProblem(error: unknown): KeyServiceError {
  if (!(error instanceof Error)) return new KeyServiceError('unreachable');
  const known = problems[error.name];
  if (known !== undefined) return new KeyServiceError(known, error.name);
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  return status === undefined
    ? new KeyServiceError('unreachable')
    : new KeyServiceError(problemOfStatus(status), error.name);
}
