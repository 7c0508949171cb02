import { randomBytes } from 'node:crypto';
import { aesGcm } from '../aesGcm.ts';
import { startFakeService, type FakeAnswer, type FakeService } from './fakeService.ts';

/** Public test credentials. */
export const vaultTestLogin = {
  token: 'hvs.public-test-token',
  roleId: 'public-test-role',
  secretId: 'public-test-secret-id',
  kubernetesJwt: 'public.test.jwt',
};

export interface FakeVault extends FakeService {
  rotate(): void;
  /** Forbids every version made until now. */
  disable(): void;
  /** Ends every token that a login gave. */
  revokeTokens(): void;
  /** How often somebody logged in. */
  logins: number;
}

/**
 * The transit engine of Vault with a key `biatec`, and logins of AppRole and Kubernetes.
 *
 * @see https://developer.hashicorp.com/vault/api-docs/secret/transit
 */
export async function startFakeVault(): Promise<FakeVault> {
  const versions: Buffer[] = [randomBytes(32)];
  const given = new Set<string>();
  let disabled = 0;

  const service = await startFakeService(({ path, headers, json }) => {
    if (path.startsWith('/v1/auth/')) return login(path, json);
    const token = String(headers['x-vault-token'] ?? '');
    if (token !== vaultTestLogin.token && !given.has(token)) {
      return refuse(403, 'permission denied');
    }
    const aad = Buffer.from(json['associated_data'] ?? '', 'base64');
    if (path === '/v1/transit/encrypt/biatec') return encrypt(json, aad);
    if (path === '/v1/transit/decrypt/biatec') return decrypt(json, aad);
    return refuse(400, 'encryption key not found');
  });

  function login(path: string, json: Readonly<Record<string, string>>): FakeAnswer {
    const { roleId, secretId, kubernetesJwt } = vaultTestLogin;
    fake.logins += 1;
    const known =
      path === '/v1/auth/approle/login'
        ? json['role_id'] === roleId && json['secret_id'] === secretId
        : path === '/v1/auth/kubernetes/login' && json['jwt'] === kubernetesJwt;
    if (!known) return refuse(400, 'invalid role or secret ID');
    const token = `hvs.${randomBytes(12).toString('hex')}`;
    given.add(token);
    return { status: 200, json: { auth: { client_token: token, lease_duration: 3_600 } } };
  }

  function encrypt(json: Readonly<Record<string, string>>, aad: Buffer): FakeAnswer {
    const number = versions.length;
    if (number <= disabled) return refuse(400, 'requested version is less than the minimum');
    const iv = randomBytes(12);
    const key = versions[number - 1] ?? Buffer.alloc(32);
    const sealed = aesGcm.seal(key, iv, Buffer.from(json['plaintext'] ?? '', 'base64'), aad);
    const text = Buffer.concat([iv, sealed]).toString('base64');
    return { status: 200, json: { data: { ciphertext: `vault:v${number}:${text}` } } };
  }

  function decrypt(json: Readonly<Record<string, string>>, aad: Buffer): FakeAnswer {
    const [, version = '0', text = ''] = /^vault:v(\d+):(.*)$/.exec(json['ciphertext'] ?? '') ?? [];
    const number = Number(version);
    if (number <= disabled) {
      return refuse(400, 'ciphertext or signature version is disallowed by policy (too old)');
    }
    const key = versions[number - 1];
    const bytes = Buffer.from(text, 'base64');
    try {
      if (key === undefined) return refuse(400, 'invalid ciphertext: version is too new');
      const plaintext = aesGcm.open(key, bytes.subarray(0, 12), bytes.subarray(12), aad);
      return {
        status: 200,
        json: { data: { plaintext: Buffer.from(plaintext).toString('base64') } },
      };
    } catch {
      return refuse(400, 'cipher: message authentication failed');
    }
  }

  const fake = Object.assign(service, {
    logins: 0,
    rotate: () => void versions.push(randomBytes(32)),
    disable: () => void (disabled = versions.length),
    revokeTokens: () => given.clear(),
  });
  return fake;
}

function refuse(status: number, error: string): FakeAnswer {
  return { status, json: { errors: [error] } };
}
