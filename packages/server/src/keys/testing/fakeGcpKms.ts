import { generateKeyPairSync, randomBytes, verify } from 'node:crypto';
import { aesGcm } from '../aesGcm.ts';
import { crc32c } from '../crc32c.ts';
import { startFakeService, type FakeAnswer, type FakeService } from './fakeService.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** A service account of this run; its requests are signed with the key and checked. */
export const gcpTestCredentials = {
  client_email: 'test@test-project.iam.gserviceaccount.com',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
};
const keyName = 'projects/test-project/locations/europe/keyRings/ring/cryptoKeys/biatec';

export interface FakeGcpKms extends FakeService {
  readonly keyName: string;
  rotate(): void;
  disable(): void;
  /** Spoils what is answered from now on, as a broken wire would. */
  spoil: boolean;
}

/**
 * Encrypt and decrypt of Cloud KMS, over its REST form, checksums included.
 *
 * @see https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings.cryptoKeys/encrypt
 */
export async function startFakeGcpKms(): Promise<FakeGcpKms> {
  const versions = [{ bytes: randomBytes(32), enabled: true }];

  const service = await startFakeService(({ path, headers, json }) => {
    if (!isSigned(headers.authorization)) return refuse(401, 'UNAUTHENTICATED');
    const [resource, operation] = path.replace(/\?.*$/, '').replace('/v1/', '').split(':');
    if (resource !== keyName) return refuse(404, 'NOT_FOUND');
    const aad = Buffer.from(json['additionalAuthenticatedData'] ?? '', 'base64');
    if (json['additionalAuthenticatedDataCrc32c'] !== String(crc32c(aad))) {
      return refuse(400, 'INVALID_ARGUMENT');
    }
    return operation === 'encrypt' ? encrypt(json, aad) : decrypt(json, aad);
  });

  function encrypt(json: Readonly<Record<string, string>>, aad: Buffer): FakeAnswer {
    const number = versions.length;
    const version = versions[number - 1];
    if (version?.enabled !== true) return refuse(400, 'FAILED_PRECONDITION');
    const plaintext = Buffer.from(json['plaintext'] ?? '', 'base64');
    const iv = randomBytes(12);
    const sealed = aesGcm.seal(version.bytes, iv, plaintext, aad);
    const ciphertext = Buffer.from([number, ...iv, ...sealed]);
    return {
      status: 200,
      json: {
        name: `${keyName}/cryptoKeyVersions/${number}`,
        ciphertext: spoiled(ciphertext).toString('base64'),
        ciphertextCrc32c: String(crc32c(ciphertext)),
        verifiedPlaintextCrc32c: json['plaintextCrc32c'] === String(crc32c(plaintext)),
        verifiedAdditionalAuthenticatedDataCrc32c: true,
      },
    };
  }

  function decrypt(json: Readonly<Record<string, string>>, aad: Buffer): FakeAnswer {
    const ciphertext = Buffer.from(json['ciphertext'] ?? '', 'base64');
    const version = versions[(ciphertext[0] ?? 0) - 1];
    const intact = json['ciphertextCrc32c'] === String(crc32c(ciphertext));
    if (!intact || version === undefined) return refuse(400, 'INVALID_ARGUMENT');
    if (!version.enabled) return refuse(400, 'FAILED_PRECONDITION');
    try {
      const plaintext = Buffer.from(
        aesGcm.open(version.bytes, ciphertext.subarray(1, 13), ciphertext.subarray(13), aad),
      );
      const plaintextCrc32c = String(crc32c(plaintext));
      const answer = { plaintext: spoiled(plaintext).toString('base64'), plaintextCrc32c };
      return { status: 200, json: answer };
    } catch {
      return refuse(400, 'INVALID_ARGUMENT');
    }
  }

  function spoiled(bytes: Buffer): Buffer {
    if (!fake.spoil) return bytes;
    return Buffer.from(bytes.map((byte, index) => (index === 0 ? byte ^ 1 : byte)));
  }

  const fake = Object.assign(service, {
    spoil: false,
    keyName,
    rotate: () => void versions.push({ bytes: randomBytes(32), enabled: true }),
    disable: () => versions.forEach((version) => (version.enabled = false)),
  });
  return fake;
}

/** Whether the caller holds a token that the service account signed itself. */
function isSigned(authorization: string | undefined): boolean {
  const [head = '', claims = '', signature = ''] = (authorization ?? '')
    .replace('Bearer ', '')
    .split('.');
  const signed = Buffer.from(`${head}.${claims}`);
  return verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url'));
}

function refuse(status: number, name: string): FakeAnswer {
  return { status, json: { error: { code: status, status: name, message: `${name} of a fake` } } };
}
