import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { describeKeyProvider } from './conformance.ts';
import { createFileKeyProvider } from './fileKeyProvider.ts';

const clock = { now: () => new Date('2026-03-01T12:00:00.000Z') };
const aad = new Uint8Array([1]);
const dataKey = new Uint8Array(32).fill(9);
const folders: string[] = [];

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
});

async function newPath(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'biatec-keys-'));
  folders.push(folder);
  return join(folder, 'data', 'keys.json');
}

function openAt(path: string, createIfMissing = false) {
  return createFileKeyProvider({ kind: 'file', path, createIfMissing }, { clock });
}

describeKeyProvider('file', async () => {
  const path = await newPath();
  const provider = await openAt(path, true);
  return {
    provider,
    reopen: () => openAt(path),
    rotate: async () => void (await provider.rotate()),
    masterKeys: async () => {
      const file = JSON.parse(await readFile(path, 'utf8')) as { versions: { key: string }[] };
      return file.versions.map(({ key }) => Buffer.from(key, 'base64'));
    },
  };
});

test('a missing file is made with mode 0600 where that is wished, with nothing left beside it', async () => {
  const path = await newPath();

  await openAt(path, true);

  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(join(path, '..'))).toEqual(['keys.json']);
});

test('a missing file is an error where it is not', async () => {
  const path = await newPath();

  await expect(openAt(path)).rejects.toMatchObject({
    code: 'CONFIGURATION_ERROR',
    message: `Cannot use key file '${path}': there is none`,
  });
});

test('a file that is there is never made anew', async () => {
  const path = await newPath();
  const wrapped = await (await openAt(path, true)).wrap(dataKey, aad);

  const again = await openAt(path, true);

  expect(await again.unwrap(wrapped, aad)).toEqual(dataKey);
});

test('ten openings at once on a fresh machine agree on one key', async () => {
  const path = await newPath();

  const providers = await Promise.all(Array.from({ length: 10 }, () => openAt(path, true)));

  const wrapped = await Promise.all(providers.map((provider) => provider.wrap(dataKey, aad)));
  for (const each of wrapped) expect(await providers[0]!.unwrap(each, aad)).toEqual(dataKey);
  expect(await readdir(join(path, '..'))).toEqual(['keys.json']);
});

test.each(['0644', '0640', '0604', '0660', '0601'])(
  'a file of mode %s is refused, with the command that mends it',
  async (mode) => {
    const path = await newPath();
    await openAt(path, true);
    await chmod(path, Number.parseInt(mode, 8));

    await expect(openAt(path, true)).rejects.toMatchObject({
      code: 'CONFIGURATION_ERROR',
      message: expect.stringContaining(`mode is ${mode}`),
      guidance: `Run: chmod 600 '${path}'`,
    });
  },
);

test.each([
  ['not JSON', 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8='],
  ['JSON of another kind', '{"key":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}'],
  [
    'a short key',
    '{"format":"biatec-tokens-key-file","formatVersion":1,"keyId":"0123456789abcdef","versions":[{"version":"1","createdAt":"2026-03-01T12:00:00.000Z","key":"AAECAwQFBgcICQoLDA0ODw=="}]}',
  ],
])('a file with %s is refused without showing it', async (_what, text) => {
  const path = await newPath();
  await openAt(path, true);
  await writeFile(path, text);

  const error = await openAt(path).catch((thrown: unknown) => thrown);

  expect(error).toMatchObject({ code: 'CONFIGURATION_ERROR' });
  const { inspect } = await import('node:util');
  expect(inspect(error, { depth: 9 })).not.toContain('AAECAwQF');
});

test('a rotation in another process is noticed when its records come, and by check()', async () => {
  const path = await newPath();
  const [mine, theirs] = [await openAt(path, true), await openAt(path)];

  expect(await theirs.rotate()).toBe('2');
  const fresh = await theirs.wrap(dataKey, aad);

  expect(await mine.unwrap(fresh, aad)).toEqual(dataKey);
  expect((await mine.wrap(dataKey, aad)).keyVersion).toBe('2');
  expect((await stat(path)).mode & 0o777).toBe(0o600);

  await theirs.rotate();
  await mine.check();
  expect((await mine.wrap(dataKey, aad)).keyVersion).toBe('3');
});

test('rotations at once never lose a version: one wins, the others say that one is under way', async () => {
  const path = await newPath();
  const provider = await openAt(path, true);

  const results = await Promise.allSettled([1, 2, 3, 4].map(() => provider.rotate()));

  const done = results.filter((result) => result.status === 'fulfilled').map(({ value }) => value);
  expect(done.length).toBeGreaterThan(0);
  const file = JSON.parse(await readFile(path, 'utf8')) as { versions: { version: string }[] };
  expect(file.versions.map(({ version }) => version)).toEqual(['1', ...done.toSorted()]);
  expect(await readdir(join(path, '..'))).toEqual(['keys.json']);
});

test('a rotation that another one locks out changes nothing, and says which file is the lock', async () => {
  const path = await newPath();
  const provider = await openAt(path, true);
  const before = await readFile(path, 'utf8');
  await writeFile(`${path}.next`, '');

  await expect(provider.rotate()).rejects.toMatchObject({
    code: 'CONFIGURATION_ERROR',
    guidance: expect.stringContaining(`delete '${path}.next'`),
  });
  expect(await readFile(path, 'utf8')).toBe(before);

  await rm(`${path}.next`);
  expect(await provider.rotate()).toBe('2');
});

test('a key file that vanishes while running is the provider being unavailable, not a broken record', async () => {
  const path = await newPath();
  const provider = await openAt(path, true);
  await rm(path);

  await expect(provider.check()).rejects.toMatchObject({ code: 'KEY_PROVIDER_UNAVAILABLE' });
});
