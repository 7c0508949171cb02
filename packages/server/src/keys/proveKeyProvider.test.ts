import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { KeyProvider } from '../ports/keyProvider.ts';
import { createKeyProviders } from './createKeyProvider.ts';
import { createKeyRing } from './createKeyRing.ts';
import { createEnvironmentKeyProvider } from './environmentKeyProvider.ts';
import { howToFix } from './howToFix.ts';
import { KeyProviderUnavailableError, type KeyServiceProblem } from './keyServiceErrors.ts';
import { proveKeyProvider } from './proveKeyProvider.ts';

const clock = { now: () => new Date('2026-03-01T12:00:00.000Z') };
const aad = Buffer.from('owner');

function inside(): KeyProvider {
  const key = randomBytes(32).toString('base64');
  return createEnvironmentKeyProvider({ kind: 'environment', key, allowed: true });
}

test('a provider that does its work is proven, with its key and how long it took', async () => {
  const proof = await proveKeyProvider(inside());

  expect(proof).toMatchObject({ keyVersion: '1' });
  expect(proof.wrapMs).toBeGreaterThanOrEqual(0);
});

test('a provider that unwraps for anybody, or to something else, is found out', async () => {
  const good = inside();
  const careless: KeyProvider = {
    ...good,
    wrap: (dataKey) => good.wrap(dataKey, aad),
    unwrap: (wrapped) => good.unwrap(wrapped, aad),
  };
  const broken: KeyProvider = { ...good, unwrap: async () => randomBytes(32) };

  await expect(proveKeyProvider(careless)).rejects.toThrow('does not refuse');
  await expect(proveKeyProvider(broken)).rejects.toThrow('something else');
});

test('every problem of every provider has something to do about it', () => {
  const problems: Exclude<KeyServiceProblem, 'not-authentic'>[] = [
    'unreachable',
    'late',
    'throttled',
    'failing',
    'not-authenticated',
    'not-permitted',
    'key-missing',
    'key-disabled',
    'strange-answer',
  ];
  for (const kind of [
    'aws-kms',
    'azure-key-vault',
    'gcp-kms',
    'hashicorp-vault',
    'pkcs11',
  ] as const) {
    for (const problem of problems) {
      const error = new KeyProviderUnavailableError({ provider: kind, problem, label: '' });
      expect(howToFix(kind, error), `${kind} ${problem}`).toMatch(/^[A-Z].+\.$/);
    }
  }
});

test('a ring wraps with the current provider and unwraps with the one that a record names', async () => {
  const [current, before] = [{ ...inside(), name: 'current' }, inside()];
  const ring = createKeyRing(current, [before]);
  const dataKey = randomBytes(32);
  const old = await before.wrap(dataKey, aad);

  expect(ring.name).toBe('current');
  expect(Buffer.from(await ring.unwrap(old, aad))).toEqual(dataKey);
  await expect(ring.unwrap({ ...old, provider: 'third' }, aad)).rejects.toThrow('"third"');
});

test('a previous provider whose file is gone is not made anew', async () => {
  const key = randomBytes(32).toString('base64');
  const keys = { kind: 'environment', key, allowed: true } as const;
  const gone = { kind: 'file', path: '/nowhere/master.key', createIfMissing: true } as const;

  await expect(createKeyProviders({ keys, previousKeys: [gone] }, { clock })).rejects.toThrow(
    'there is none',
  );
});

test('no SDK of a key service is loaded unless it is chosen', async () => {
  const { execFileSync } = await import('node:child_process');
  const entry = new URL('./createKeyProvider.ts', import.meta.url).href;
  const script = `
    import { registerHooks } from 'node:module';
    const seen = [];
    registerHooks({ load(url, context, next) { seen.push(url); return next(url, context); } });
    await import(${JSON.stringify(entry)});
    const sdk = /node_modules.*(aws-sdk|@azure|@google-cloud|pkcs11js)/;
    process.stdout.write(seen.filter((url) => sdk.test(url)).join());
  `;

  const loaded = execFileSync(
    process.execPath,
    ['--conditions=source', '--input-type=module', '--eval', script],
    { encoding: 'utf8' },
  );

  expect(loaded).toBe('');
});
