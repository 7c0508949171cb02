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
