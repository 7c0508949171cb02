import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Secret } from '../internal/secret.ts';
import { startFaultProxy } from '../testing/faultProxy.ts';
import { describeKeyProvider, type KeyProviderSubject } from './conformance.ts';
import { createHashicorpVaultKeyProvider } from './hashicorpVaultKeyProvider.ts';
import { describeWhereGiven } from './testing/describeWhereGiven.ts';
import { startFakeVault, vaultTestLogin } from './testing/fakeVault.ts';
import type { VaultLogin } from './vaultClient.ts';

const aad = Buffer.from('owner');

function openAt(
  url: string,
  {
    login = { kind: 'token', token: new Secret(vaultTestLogin.token) },
    key = 'biatec',
    timeoutMs,
  }: { login?: VaultLogin; key?: string; timeoutMs?: number } = {},
) {
  return createHashicorpVaultKeyProvider(
    { kind: 'hashicorp-vault', url, mount: 'transit', key, namespace: undefined, login },
    timeoutMs === undefined ? {} : { timeoutMs },
  );
}

describeKeyProvider('hashicorp-vault, against a fake of its API', async () => {
  const fake = await startFakeVault();
  onTestFinished(() => fake[Symbol.asyncDispose]());
  return {
    provider: await openAt(fake.url),
    reopen: () => openAt(fake.url),
    rotate: async () => fake.rotate(),
    masterKeys: async () => [],
    credentials: [vaultTestLogin.token],
    outside: {
      disableKey: async () => fake.disable(),
      throttle: () => void (fake.fault = { status: 429, json: { errors: ['rate limit'] } }),
      silence: () => void (fake.fault = 'silence'),
      mend: () => void (fake.fault = undefined),
      hurried: (timeoutMs) => openAt(fake.url, { timeoutMs }),
    },
  };
});

describeWhereGiven(
  'hashicorp-vault, against a real server',
  ['TEST_VAULT_URL', 'TEST_VAULT_TOKEN'],
  ([url, token]) => {
    describeKeyProvider('hashicorp-vault, against a real server', () => openReal(url, token));

    test('a real AppRole logs in', async () => {
      const admin = createAdmin(url, token);
      const role = `biatec-${crypto.randomUUID()}`;
      const key = await makeKey(admin);
      await admin('POST', 'sys/auth/approle', { type: 'approle' }).catch(() => {});
      await admin('POST', `sys/policies/acl/${role}`, {
        policy: `path "transit/encrypt/${key}" { capabilities = ["update"] }
                 path "transit/decrypt/${key}" { capabilities = ["update"] }`,
      });
      await admin('POST', `auth/approle/role/${role}`, { token_policies: role });
      const { data: id } = await admin('GET', `auth/approle/role/${role}/role-id`);
      const { data: secret } = await admin('POST', `auth/approle/role/${role}/secret-id`, {});
      const login = {
        kind: 'approle',
        roleId: id?.['role_id'] ?? '',
        secretId: new Secret(secret?.['secret_id'] ?? ''),
      } as const;

      await (await openAt(url, { login, key })).check();
    });
  },
);

/** A key of its own on a real server, behind a proxy that can break things. */
async function openReal(url: string, token: string): Promise<KeyProviderSubject> {
  const admin = createAdmin(url, token);
  const key = await makeKey(admin);
  const login = { kind: 'token', token: new Secret(token) } as const;
  const proxy = await startFaultProxy(url);
  onTestFinished(() => proxy[Symbol.asyncDispose]());
  return {
    provider: await openAt(proxy.url, { login, key }),
    reopen: () => openAt(url, { login, key }),
    async rotate() {
      await admin('POST', `transit/keys/${key}/rotate`, {});
    },
    masterKeys: async () => [],
    credentials: [token],
    outside: {
      async disableKey() {
        // OpenBao alone can do that; with Vault it is done by raising the minimum versions.
        await admin('DELETE', `transit/keys/${key}/soft-delete`);
      },
      throttle: () => proxy.break({ kind: 'status', status: 429 }),
      silence: () => proxy.break({ kind: 'slow' }),
      mend: () => proxy.mend(),
      hurried: (timeoutMs) => openAt(proxy.url, { login, key, timeoutMs }),
    },
  };
}

type Admin = (
  method: string,
  path: string,
  body?: object,
) => Promise<{ data?: Record<string, string> }>;

function createAdmin(url: string, token: string): Admin {
  return async (method, path, body) => {
    const answer = await fetch(`${url}/v1/${path}`, {
      method,
      headers: { 'x-vault-token': token },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? {} : (JSON.parse(text) as { data?: Record<string, string> });
  };
}

async function makeKey(admin: Admin): Promise<string> {
  await admin('POST', 'sys/mounts/transit', { type: 'transit' }).catch(() => {});
  const key = `biatec-${crypto.randomUUID()}`;
  await admin('POST', `transit/keys/${key}`, { type: 'aes256-gcm96' });
  return key;
}

test('AppRole logs in once for many, and again when its token was revoked', async () => {
  await using fake = await startFakeVault();
  const { roleId, secretId } = vaultTestLogin;
  const login = { kind: 'approle', roleId, secretId: new Secret(secretId) } as const;
  const provider = await openAt(fake.url, { login });

  await Promise.all(Array.from({ length: 20 }, () => provider.wrap(randomBytes(32), aad)));
  expect(fake.logins).toBe(1);

  fake.revokeTokens();
  await provider.check();
  expect(fake.logins).toBe(2);
});

test('the token of a Kubernetes service account logs in', async () => {
  await using fake = await startFakeVault();
  const folder = await mkdtemp(join(tmpdir(), 'biatec-vault-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const tokenFile = join(folder, 'token');
  await writeFile(tokenFile, `${vaultTestLogin.kubernetesJwt}\n`);
  const login = { kind: 'kubernetes', role: 'biatec', tokenFile } as const;

  await (await openAt(fake.url, { login })).check();
});

test.each([
  ['a wrong secret id', 'approle'],
  ['a wrong token', 'token'],
] as const)('%s is said to be one, without being shown', async (_what, kind) => {
  await using fake = await startFakeVault();
  const wrong = new Secret('hunter2');
  const login: VaultLogin =
    kind === 'token'
      ? { kind, token: wrong }
      : { kind, roleId: vaultTestLogin.roleId, secretId: wrong };

  const error = await (
    await openAt(fake.url, { login })
  )
    .check()
    .catch((thrown: unknown) => thrown);

  expect(error).toMatchObject({
    code: 'KEY_PROVIDER_UNAVAILABLE',
    problem: kind === 'token' ? 'not-permitted' : 'not-authenticated',
  });
  expect(String(error)).not.toContain('hunter2');
});
