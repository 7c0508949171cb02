import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { Secret } from '../internal/secret.ts';
import { describeKeyProvider } from './conformance.ts';
import { createPkcs11KeyProvider, type Pkcs11Settings } from './pkcs11KeyProvider.ts';
import { loadPkcs11 } from './pkcs11Binding.ts';
import { readFakeToken, writeFakeToken, type FakeToken } from './testing/fakePkcs11.ts';
import { describeWhereGiven } from './testing/describeWhereGiven.ts';
import { makeTokenKey } from './testing/makeTokenKey.ts';

const pin = '648219';

const unusable: Pkcs11Settings = {
  kind: 'pkcs11',
  module: '/nowhere/libpkcs11.so',
  token: 'biatec',
  pin: new Secret(pin),
  key: 'biatec',
  binding: '/nowhere/pkcs11js',
};

test('without its binding it says what to install', async () => {
  await expect(createPkcs11KeyProvider(unusable)).rejects.toMatchObject({
    code: 'CONFIGURATION_ERROR',
    guidance: expect.stringContaining('npm install pkcs11js'),
  });
});

/** Its thread ends with the test. */
async function open(settings: Pkcs11Settings, timeoutMs?: number) {
  const provider = await createPkcs11KeyProvider(
    settings,
    timeoutMs === undefined ? {} : { timeoutMs },
  );
  onTestFinished(() => provider.close());
  return provider;
}

function makeFakeToken() {
  const folder = mkdtempSync(join(tmpdir(), 'biatec-pkcs11-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'token.json');
  const change = (to: Partial<FakeToken>) =>
    writeFakeToken(file, { ...readFakeToken(file), ...to });
  const make = (id: number) =>
    change({
      keys: [
        ...readFakeToken(file).keys,
        { label: unusable.key, id, secret: randomBytes(32).toString('hex'), extractable: false },
      ],
    });
  writeFakeToken(file, { label: unusable.token, pin, away: false, keys: [] });
  make(1);
  const settings = {
    ...unusable,
    module: file,
    binding: new URL('testing/fakePkcs11.ts', import.meta.url).href,
  };
  return { settings, file, make, change };
}

describeKeyProvider('pkcs11, against a fake of its binding', async () => {
  const { settings, file, make, change } = makeFakeToken();
  return {
    provider: await open(settings),
    reopen: () => open(settings),
    rotate: async () => make(2),
    masterKeys: async () =>
      readFakeToken(file).keys.map(({ secret }) => Buffer.from(secret, 'hex')),
    credentials: [pin],
    outside: {
      silence: () => change({ away: true }),
      mend: () => change({ away: false }),
      // A thread of a busy machine starts to work later than a socket.
      hurried: (timeoutMs) => open(settings, 3 * timeoutMs),
    },
  };
});

test('a token that does not answer at its first use makes nobody else wait', async () => {
  const { settings, change } = makeFakeToken();
  const provider = await open(settings, 200);
  change({ away: true });

  const startedAt = performance.now();
  await expect(provider.check()).rejects.toMatchObject({ problem: 'late' });
  expect(performance.now() - startedAt).toBeLessThan(3_000);
  change({ away: false });
  const patient = await open(settings);
  await expect(patient.check()).resolves.toBeUndefined();
});

describeWhereGiven(
  'pkcs11, against SoftHSM',
  ['TEST_PKCS11_MODULE', 'TEST_PKCS11_BINDING'],
  ([module, binding]) => {
    const folder = mkdtempSync(join(tmpdir(), 'biatec-softhsm-'));
    mkdirSync(join(folder, 'tokens'));
    const conf = join(folder, 'softhsm2.conf');
    writeFileSync(conf, `directories.tokendir = ${join(folder, 'tokens')}\nlog.level = ERROR\n`);
    // The library reads it when it is loaded, and once for the process.
    process.env['SOFTHSM2_CONF'] = conf;
    const token = 'biatec test';
    const [tool, ...initToken] = ['softhsm2-util', '--init-token', '--free'] as const;
    const pins = ['--pin', pin, '--so-pin', '87654321'];
    execFileSync(tool, [...initToken, '--label', token, ...pins], { stdio: 'ignore' });
    afterAll(() => rmSync(folder, { recursive: true }));

    async function fresh() {
      const settings = { ...unusable, module, binding, token, key: `key ${randomUUID()}` };
      const { pkcs11 } = await loadPkcs11(settings);
      const make = (id: number, facts = {}) =>
        makeTokenKey(pkcs11, { token, pin, key: settings.key, id, ...facts });
      return { settings, make };
    }

    describeKeyProvider('pkcs11, against SoftHSM', async () => {
      const { settings, make } = await fresh();
      make(1);
      return {
        provider: await open(settings),
        reopen: () => open(settings),
        rotate: async () => make(2),
        masterKeys: async () => [],
        credentials: [pin],
      };
    });

    test('a key that can be taken out of the token is refused', async () => {
      const { settings, make } = await fresh();
      make(1, { extractable: true });

      await expect((await open(settings)).check()).rejects.toMatchObject({
        code: 'CONFIGURATION_ERROR',
        guidance: expect.stringContaining('CKA_EXTRACTABLE false'),
      });
    });

    test('the key with the highest id wraps, whatever order they were made in', async () => {
      const { settings, make } = await fresh();
      make(2);
      make(10);
      make(9);
      const provider = await open(settings);

      const { keyVersion } = await provider.wrap(Buffer.alloc(32, 1), Buffer.from('owner'));

      expect(keyVersion).toBe('0a');
    });

    test.each([
      ['no such token', { token: 'another' }, 'unreachable'],
      ['no such key', { key: 'another' }, 'key-missing'],
    ] as const)('%s is said, and asked for again', async (_what, change, problem) => {
      const { settings, make } = await fresh();
      make(1);
      const provider = await open({ ...settings, ...change });

      await expect(provider.check()).rejects.toMatchObject({ problem });
      await expect(provider.check()).rejects.toMatchObject({ problem });
    });
  },
);
