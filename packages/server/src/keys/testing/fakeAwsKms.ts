import { randomBytes, randomUUID } from 'node:crypto';
import { aesGcm } from '../aesGcm.ts';
import { startFakeService, type FakeAnswer, type FakeService } from './fakeService.ts';

/** Public test credentials, which every request must be signed with. */
export const awsTestCredentials = {
  accessKeyId: 'AKIDTESTTESTTESTTEST',
  secretAccessKey: 'public-test-secret-access-key',
};
const alias = 'alias/biatec';

export interface FakeAwsKms extends FakeService {
  readonly alias: string;
  /** Points the alias to a new key. */
  rotate(): void;
  disable(): void;
}

/**
 * Encrypt and Decrypt of AWS KMS, over its JSON protocol.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html
 */
export async function startFakeAwsKms(): Promise<FakeAwsKms> {
  const keys = new Map<string, { bytes: Buffer; enabled: boolean }>();
  let current = '';
  const rotate = () => {
    current = `arn:aws:kms:eu-central-1:111122223333:key/${randomUUID()}`;
    keys.set(current, { bytes: randomBytes(32), enabled: true });
  };
  rotate();

  const service = await startFakeService(({ headers, json }) => {
    if (!headers.authorization?.includes(`Credential=${awsTestCredentials.accessKeyId}/`)) {
      return refuse('UnrecognizedClientException');
    }
    const target = headers['x-amz-target'];
    const keyId = json['KeyId'] === alias ? current : (json['KeyId'] ?? '');
    const key = keys.get(keyId);
    if (key === undefined) return refuse('NotFoundException');
    if (!key.enabled) return refuse('DisabledException');
    const context = Buffer.from(JSON.stringify(json['EncryptionContext'] ?? {}));
    if (target === 'TrentService.Encrypt') {
      const iv = randomBytes(12);
      const sealed = aesGcm.seal(
        key.bytes,
        iv,
        Buffer.from(json['Plaintext'] ?? '', 'base64'),
        context,
      );
      const blob = Buffer.concat([Buffer.from(keyId.slice(-36)), iv, sealed]);
      return { status: 200, json: { CiphertextBlob: blob.toString('base64'), KeyId: keyId } };
    }
    if (target !== 'TrentService.Decrypt') return refuse('UnsupportedOperationException');
    const blob = Buffer.from(json['CiphertextBlob'] ?? '', 'base64');
    if (blob.length < 64) return refuse('InvalidCiphertextException');
    if (blob.subarray(0, 36).toString() !== keyId.slice(-36)) {
      return refuse('IncorrectKeyException');
    }
    try {
      const plaintext = aesGcm.open(key.bytes, blob.subarray(36, 48), blob.subarray(48), context);
      const answer = { Plaintext: Buffer.from(plaintext).toString('base64'), KeyId: keyId };
      return { status: 200, json: answer };
    } catch {
      return refuse('InvalidCiphertextException');
    }
  });

  return Object.assign(service, {
    alias,
    rotate,
    disable() {
      for (const key of keys.values()) key.enabled = false;
    },
  });
}

/** How KMS says no. */
export function refuse(type: string): FakeAnswer {
  return { status: 400, json: { __type: type, message: `${type} of a fake` } };
}
