import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Secret } from '../internal/secret.ts';
import { describeKeyProvider } from './conformance.ts';
import { createPkcs11KeyProvider, type Pkcs11Settings } from './pkcs11KeyProvider.ts';
import { loadPkcs11 } from './pkcs11Binding.ts';
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
        provider: await createPkcs11KeyProvider(settings),
        reopen: () => createPkcs11KeyProvider(settings),
        rotate: async () => make(2),
        masterKeys: async () => [],
        credentials: [pin],
      };
    });

    test('a key that can be taken out of the token is refused', async () => {
      const { settings, make } = await fresh();
      make(1, { extractable: true });

      await expect((await createPkcs11KeyProvider(settings)).check()).rejects.toMatchObject({
        code: 'CONFIGURATION_ERROR',
        guidance: expect.stringContaining('CKA_EXTRACTABLE false'),
      });
    });

    test('the key with the highest id wraps, whatever order they were made in', async () => {
      const { settings, make } = await fresh();
      make(2);
      make(10);
      make(9);
      const provider = await createPkcs11KeyProvider(settings);

      const { keyVersion } = await provider.wrap(Buffer.alloc(32, 1), Buffer.from('owner'));

      expect(keyVersion).toBe('0a');
    });

    test.each([
      ['no such token', { token: 'another' }, 'unreachable'],
      ['no such key', { key: 'another' }, 'key-missing'],
    ] as const)('%s is said, and asked for again', async (_what, change, problem) => {
      const { settings, make } = await fresh();
      make(1);
      const provider = await createPkcs11KeyProvider({ ...settings, ...change });

      await expect(provider.check()).rejects.toMatchObject({ problem });
      await expect(provider.check()).rejects.toMatchObject({ problem });
    });
  },
);
