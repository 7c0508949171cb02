import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { describeConfig } from './describeConfig.ts';
import { readConfig } from './readConfig.ts';

test('an empty environment is a working development server', () => {
  const read = readConfig({});

  expect(read).toMatchObject({
    ok: true,
    config: { environment: 'development', host: '127.0.0.1', port: 8080, logLevel: 'info' },
  });
});

test('every problem is named at once, and none quotes a secret', () => {
  const read = readConfig({
    NODE_ENV: 'production',
    PORT: '80800',
    DATABASE_URL: 'mysql://root:hunter2@db',
    JWT_SECRET: 'hunter2',
    KEY_PROVIDER: 'environment',
    CORS_ORIGINS: 'https://app.example/,https://ok.example',
    TRUSTED_PROXIES: '10.0.0.0/33',
    LOG_LEVEL: 'loud',
    NETWORK_ALGORAND_TESTNET_ENDPOINTS: 'https://ok.example,ftp://:hunter2@node',
    NETWORK_BASE_ENABLED: 'yes',
    NETWORK_POLYGON_ENDPOINTS: 'https://polygon.example',
  });

  expect(read.ok).toBe(false);
  if (read.ok) return;
  expect(read.problems.map(({ name }) => name).toSorted()).toEqual([
    'CORS_ORIGINS',
    'DATABASE_URL',
    'JWT_SECRET',
    'KEY_ENVIRONMENT_KEY',
    'KEY_PROVIDER',
    'LOG_LEVEL',
    'NETWORK_ALGORAND_TESTNET_ENDPOINTS',
    'NETWORK_BASE_ENABLED',
    'NETWORK_POLYGON_ENDPOINTS',
    'PORT',
    'TRUSTED_PROXIES',
  ]);
  expect(JSON.stringify(read.problems)).not.toContain('hunter2');
});

test('passwords are hashed as the settings say, and never for less than is safe', () => {
  const least = { algorithm: 'argon2id', memoryKib: 19_456, passes: 2, lanes: 1 };
  expect(readConfig({})).toMatchObject({ config: { passwordHashing: least } });
  expect(
    readConfig({ PASSWORD_ARGON2_MEMORY_KIB: '65536', PASSWORD_ARGON2_PASSES: '3' }),
  ).toMatchObject({ config: { passwordHashing: { ...least, memoryKib: 65_536, passes: 3 } } });
  expect(
    readConfig({ PASSWORD_HASH: 'pbkdf2-sha256', PASSWORD_PBKDF2_ITERATIONS: '1000000' }),
  ).toMatchObject({ config: { passwordHashing: { algorithm: 'pbkdf2-sha256', iterations: 1e6 } } });

  expect(
    readConfig({
      PASSWORD_HASH: 'bcrypt',
      PASSWORD_ARGON2_MEMORY_KIB: '19455',
      PASSWORD_ARGON2_PASSES: '1',
      PASSWORD_PBKDF2_ITERATIONS: '599999',
    }),
  ).toMatchObject({
    ok: false,
    problems: [
      { name: 'PASSWORD_HASH' },
      { name: 'PASSWORD_ARGON2_MEMORY_KIB', message: expect.stringContaining('from 19456') },
      { name: 'PASSWORD_ARGON2_PASSES', message: expect.stringContaining('from 2') },
      { name: 'PASSWORD_PBKDF2_ITERATIONS', message: expect.stringContaining('from 600000') },
    ],
  });
});

test('production makes no secret by itself', () => {
  expect(readConfig({ NODE_ENV: 'production' })).toEqual({
    ok: false,
    problems: [{ name: 'JWT_SECRET', message: expect.stringContaining('required') }],
  });
});

test('a token is taken out of the URL, and shows nowhere', () => {
  const read = readConfig({
    NETWORK_ALGORAND_LOCALNET_ENDPOINTS: 'http://:hunter2@127.0.0.1:4001, http://127.0.0.1:4002/x',
    NETWORK_EVM_LOCALNET_SPONSOR: 'hunter2',
    JWT_SECRET: 'hunter2-0123456789abcdefghijklmnop',
  });
  if (!read.ok) throw new Error('Refused');
  const [first, second] = read.config.networks.get('algorand-localnet')?.endpoints ?? [];

  expect(first).toMatchObject({ url: 'http://127.0.0.1:4001' });
  expect(first?.token?.reveal()).toBe('hunter2');
  expect(second).toEqual({ url: 'http://127.0.0.1:4002/x', token: null });
  for (const text of [
    inspect(read, { depth: 10 }),
    JSON.stringify([...read.config.networks.values()]),
    JSON.stringify(describeConfig(read.config)),
  ]) {
    expect(text).not.toContain('hunter2');
  }
});

test.each([
  ['aws-kms', ['KEY_AWS_KEY_ID']],
  ['azure-key-vault', ['KEY_AZURE_KEY_URL']],
  ['gcp-kms', ['KEY_GCP_KEY_NAME']],
  ['hashicorp-vault', ['KEY_VAULT_TOKEN', 'KEY_VAULT_URL']],
  ['pkcs11', ['KEY_PKCS11_MODULE', 'KEY_PKCS11_PIN', 'KEY_PKCS11_TOKEN']],
])('key provider %s names every setting it lacks, also as a previous one', (kind, missing) => {
  for (const env of [{ KEY_PROVIDER: kind }, { KEY_PREVIOUS_PROVIDERS: kind }]) {
    const read = readConfig(env);

    expect(read.ok ? [] : read.problems.map(({ name }) => name).toSorted()).toEqual(missing);
  }
});

test('the settings of key providers are checked without being quoted', () => {
  const read = readConfig({
    KEY_PROVIDER: 'hashicorp-vault',
    KEY_PREVIOUS_PROVIDERS: 'hashicorp-vault, azure-key-vault, floppy',
    KEY_VAULT_URL: 'vault:8200',
    KEY_VAULT_KEY: '../sys/raw',
    KEY_VAULT_TOKEN: 'hunter2',
    KEY_VAULT_ROLE_ID: 'role',
    KEY_AZURE_KEY_URL: 'https://name.vault.azure.net/keys/key/0123456789',
  });

  expect(read.ok).toBe(false);
  if (read.ok) return;
  expect(read.problems.map(({ name }) => name).toSorted()).toEqual([
    'KEY_AZURE_KEY_URL',
    'KEY_PREVIOUS_PROVIDERS',
    'KEY_VAULT_KEY',
    'KEY_VAULT_SECRET_ID',
    'KEY_VAULT_TOKEN',
    'KEY_VAULT_URL',
  ]);
  expect(JSON.stringify(read.problems)).not.toContain('hunter2');
});

test('a provider and the one before it come out with their own settings, and no secret shows', () => {
  const read = readConfig({
    KEY_PROVIDER: 'pkcs11',
    KEY_PREVIOUS_PROVIDERS: 'file',
    KEY_PKCS11_MODULE: '/usr/lib/softhsm/libsofthsm2.so',
    KEY_PKCS11_TOKEN: 'biatec',
    KEY_PKCS11_PIN: 'hunter2',
  });

  expect(read).toMatchObject({
    ok: true,
    config: {
      keys: { kind: 'pkcs11', key: 'biatec-tokens', binding: 'pkcs11js' },
      previousKeys: [{ kind: 'file', path: expect.stringContaining('master.key') }],
    },
  });
  if (!read.ok) return;
  const printed = `${inspect(read, { depth: 9 })} ${JSON.stringify(describeConfig(read.config))}`;
  expect(printed).not.toContain('hunter2');
});

test('terms of use have a version and an address, or there are none', () => {
  const [version, url] = ['2026-01-01', 'https://example.com/terms'];

  expect(readConfig({})).toMatchObject({ config: { terms: null } });
  expect(readConfig({ TERMS_VERSION: version, TERMS_URL: url })).toMatchObject({
    config: { terms: { version, url } },
  });
  expect(readConfig({ TERMS_VERSION: version })).toMatchObject({
    problems: [{ name: 'TERMS_URL', message: 'is required by TERMS_VERSION' }],
  });
  expect(readConfig({ TERMS_URL: url })).toMatchObject({
    problems: [{ name: 'TERMS_VERSION', message: 'is required by TERMS_URL' }],
  });
});

test('new organizations are Free in production and Pro elsewhere, unless it is said otherwise', () => {
  const tierOf = (env: Record<string, string>) => {
    const read = readConfig({
      JWT_SECRET: Buffer.alloc(33, 'public test secret').toString('base64'),
      ...env,
    });
    return read.ok ? read.config.defaultTier : read.problems;
  };

  expect(tierOf({})).toBe('Pro');
  expect(tierOf({ NODE_ENV: 'production' })).toBe('Free');
  expect(tierOf({ NODE_ENV: 'production', DEFAULT_TIER: 'Basic' })).toBe('Basic');
  expect(tierOf({ DEFAULT_TIER: 'Gold' })).toMatchObject([{ name: 'DEFAULT_TIER' }]);
});

test('confirmed addresses are asked for in production and where mail goes out, unless it is said otherwise', () => {
  const isRequired = (env: Record<string, string>) => {
    const read = readConfig({
      JWT_SECRET: Buffer.alloc(33, 'public test secret').toString('base64'),
      ...env,
    });
    return read.ok ? read.config.emailVerificationRequired : read.problems;
  };

  expect(isRequired({})).toBe(false);
  expect(isRequired({ EMAIL_VERIFICATION_REQUIRED: 'true' })).toBe(true);
  expect(isRequired({ SMTP_URL: 'smtp://mail.example.com' })).toBe(true);
  expect(isRequired({ NODE_ENV: 'production' })).toBe(true);
  expect(isRequired({ NODE_ENV: 'production', EMAIL_VERIFICATION_REQUIRED: 'false' })).toBe(false);
});
