import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { describeConfig } from './describeConfig.ts';
import { readConfig } from './readConfig.ts';

function read(env: Record<string, string>) {
  const found = readConfig({ NODE_ENV: 'test', ...env });
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  return found.config;
}

test('without a setting only the embedded store holds files', () => {
  expect(read({}).ipfs).toEqual({
    kubo: null,
    services: [],
    origins: [],
    gatewayUrl: undefined,
    timeoutMs: 20_000,
  });
});

test.each([
  ['http://127.0.0.1:5001', undefined],
  ['http://:hunter2@127.0.0.1:5001', 'Bearer hunter2'],
  ['http://ann:hunter2@127.0.0.1:5001', `Basic ${btoa('ann:hunter2')}`],
  ['http://:a%2Fb@127.0.0.1:5001/', 'Bearer a/b'],
])('%s names a node with its credentials apart', (url, authorization) => {
  const { kubo } = read({ IPFS_RPC_URL: url }).ipfs;

  expect(kubo?.url).toBe('http://127.0.0.1:5001');
  expect(kubo?.authorization?.reveal()).toBe(authorization);
});

test('several services have tokens of their own or share one', () => {
  const { services } = read({
    IPFS_RPC_URL: 'http://127.0.0.1:5001',
    IPFS_PINNING_URL: 'https://api.example/psa, https://:own@other.example/',
    IPFS_PINNING_TOKEN: 'shared',
  }).ipfs;

  expect(services.map(({ url, token }) => [url, token.reveal()])).toEqual([
    ['https://api.example/psa', 'shared'],
    ['https://other.example', 'own'],
  ]);
});

test.each([
  [{ IPFS_RPC_URL: '127.0.0.1:5001' }, 'IPFS_RPC_URL', 'http or https URL'],
  [{ IPFS_RPC_URL: 'http://:%zz@127.0.0.1:5001' }, 'IPFS_RPC_URL', 'http or https URL'],
  [
    { IPFS_PINNING_URL: 'ftp://:hunter2@x' },
    'IPFS_PINNING_URL',
    'an entry is no http or https URL',
  ],
  [
    { IPFS_PINNING_URL: 'https://api.example', IPFS_RPC_URL: 'http://127.0.0.1:5001' },
    'IPFS_PINNING_URL',
    'entry 1 has no token',
  ],
  [{ IPFS_PINNING_URL: 'https://:t@api.example' }, 'IPFS_PINNING_URL', 'needs IPFS_RPC_URL'],
  [{ IPFS_PINNING_ORIGINS: 'https://x' }, 'IPFS_PINNING_ORIGINS', 'is no multiaddress'],
  [{ IPFS_TIMEOUT_MS: '1' }, 'IPFS_TIMEOUT_MS', 'whole number'],
  [{ MEDIA_BYTES_MAX: '0' }, 'MEDIA_BYTES_MAX', 'whole number'],
])('%o is told', (env, name, message) => {
  const found = readConfig({ NODE_ENV: 'test', ...env });

  expect(found).toMatchObject({
    ok: false,
    problems: [{ name, message: expect.stringContaining(message) }],
  });
  expect(JSON.stringify(found)).not.toContain('hunter2');
});

test('a description shows where, and no token', () => {
  const config = read({
    IPFS_RPC_URL: 'http://:hunter2@127.0.0.1:5001',
    IPFS_PINNING_URL: 'https://:hunter2@api.example/psa',
  });

  expect(describeConfig(config)['ipfs']).toEqual([
    'embedded',
    'http://127.0.0.1:5001',
    'https://api.example',
  ]);
  for (const text of [inspect(config, { depth: 9 }), JSON.stringify(describeConfig(config))])
    expect(text).not.toContain('hunter2');
});
