import {
  constants,
  generateKeyPairSync,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { aesGcm } from '../aesGcm.ts';
import { startFakeService, type FakeAnswer, type FakeService } from './fakeService.ts';

/** A public test token, which every request but the first must carry. */
export const azureTestToken = 'public-test-azure-token';
const apiPath = /^\/keys\/biatec\/([0-9a-zA-Z]*)\/?(wrapkey|unwrapkey|encrypt|decrypt)?$/;

interface Version {
  readonly id: string;
  readonly rsa: { publicKey: KeyObject; privateKey: KeyObject };
  readonly aes: Buffer;
  enabled: boolean;
}

export interface FakeAzureKeyVault extends FakeService {
  readonly keyUrl: string;
  rotate(): void;
  disable(): void;
}

/**
 * Get, wrap, unwrap, encrypt and decrypt of Key Vault's keys, behind its challenge for a token.
 *
 * @see https://learn.microsoft.com/rest/api/keyvault/keys/operation-groups
 */
export async function startFakeAzureKeyVault(kind: 'RSA' | 'oct-HSM'): Promise<FakeAzureKeyVault> {
  const versions: Version[] = [];
  const rotate = () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    versions.push({
      id: randomBytes(16).toString('hex'),
      rsa,
      aes: randomBytes(32),
      enabled: true,
    });
  };
  rotate();

  const service = await startFakeService(
    ({ path, headers, json }) => {
      if (headers.authorization !== `Bearer ${azureTestToken}`) return challenge(service.url);
      const { pathname, searchParams } = new URL(path, service.url);
      const [, wanted, operation] = apiPath.exec(pathname) ?? [];
      if (!searchParams.has('api-version')) return refuse(400, 'BadParameter');
      if (wanted === undefined) return refuse(404, 'KeyNotFound');
      const version = wanted === '' ? versions.at(-1) : versions.find(({ id }) => id === wanted);
      if (version === undefined) return refuse(404, 'KeyNotFound');
      const kid = `${service.url}/keys/biatec/${version.id}`;
      const enabled = { enabled: version.enabled };
      if (operation === undefined) {
        return {
          status: 200,
          json: { key: { ...describe(kind, version), kid }, attributes: enabled },
        };
      }
      if (!version.enabled) return refuse(403, 'Forbidden', 'KeyDisabled');
      try {
        return { status: 200, json: { kid, ...work(version, operation, json) } };
      } catch {
        return refuse(400, 'BadParameter');
      }
    },
    { tls: true },
  );

  return Object.assign(service, {
    keyUrl: `${service.url}/keys/biatec`,
    rotate,
    disable: () => versions.forEach((version) => (version.enabled = false)),
  });
}

function describe(kind: string, { rsa }: Version): Record<string, unknown> {
  const operations = { key_ops: ['wrapKey', 'unwrapKey', 'encrypt', 'decrypt'] };
  if (kind === 'oct-HSM') return { kty: kind, ...operations };
  const { n, e } = rsa.publicKey.export({ format: 'jwk' });
  return { kty: kind, n, e, ...operations };
}

function work(
  { rsa, aes }: Version,
  operation: string,
  json: Readonly<Record<string, string>>,
): Record<string, string> {
  const value = bytesOf(json['value']);
  const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
  switch (`${operation} ${json['alg']}`) {
    case 'wrapkey RSA-OAEP-256':
      return { value: textOf(publicEncrypt({ key: rsa.publicKey, ...oaep }, value)) };
    case 'unwrapkey RSA-OAEP-256':
      return { value: textOf(privateDecrypt({ key: rsa.privateKey, ...oaep }, value)) };
    case 'encrypt A256GCM': {
      const iv = randomBytes(12);
      const sealed = aesGcm.seal(aes, iv, value, bytesOf(json['aad']));
      const [cipher, tag] = [sealed.subarray(0, -16), sealed.subarray(-16)];
      return { value: textOf(cipher), iv: textOf(iv), tag: textOf(tag), aad: json['aad'] ?? '' };
    }
    case 'decrypt A256GCM': {
      const sealed = Buffer.concat([value, bytesOf(json['tag'])]);
      return { value: textOf(aesGcm.open(aes, bytesOf(json['iv']), sealed, bytesOf(json['aad']))) };
    }
    default:
      throw new Error('Not an operation of this key');
  }
}

function challenge(url: string): FakeAnswer {
  return {
    ...refuse(401, 'Unauthorized'),
    headers: {
      'www-authenticate': `Bearer authorization="${url}/tenant", resource="https://vault.azure.net"`,
    },
  };
}

function refuse(status: number, code: string, inner?: string): FakeAnswer {
  const innererror = inner === undefined ? {} : { innererror: { code: inner } };
  return { status, json: { error: { code, message: `${code} of a fake`, ...innererror } } };
}

function bytesOf(value: string | undefined): Buffer {
  return Buffer.from(value ?? '', 'base64url');
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
