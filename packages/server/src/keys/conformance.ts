import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { KeyProvider } from '../ports/keyProvider.ts';

/** A provider under test. */
export interface KeyProviderSubject {
  readonly provider: KeyProvider;
  /** The same keys after a restart of the process. */
  readonly reopen: () => Promise<KeyProvider>;
  /** Makes a new version the one that wraps; absent where a provider has nothing to rotate. */
  readonly rotate?: () => Promise<void>;
  /** Master key bytes as they could leak, where the test can know them. */
  readonly masterKeys: () => Promise<readonly Uint8Array[]>;
}

const aad = Buffer.from('account-key of acc_1');
const otherAad = Buffer.from('account-key of acc_2');

/** What every key provider promises. Run it from the provider's own test file. */
export function describeKeyProvider(name: string, create: () => Promise<KeyProviderSubject>): void {
  describe(`key provider ${name}`, () => {
    test('a data key comes back as it went in, also after a restart', async () => {
      const { provider, reopen } = await create();
      const dataKey = randomBytes(32);
      const copy = Buffer.from(dataKey);

      const wrapped = await provider.wrap(dataKey, aad);

      expect(wrapped.provider).toBe(provider.name);
      expect(Buffer.from(await provider.unwrap(wrapped, aad))).toEqual(copy);
      const again = await reopen();
      expect(Buffer.from(await again.unwrap(wrapped, aad))).toEqual(copy);
      // The caller's bytes are the caller's to zero.
      expect(dataKey).toEqual(copy);
    });

    test('the wrapped key does not hold the data key, and no two wrappings are alike', async () => {
      const { provider } = await create();
      const dataKey = randomBytes(32);

      const [first, second] = await Promise.all([
        provider.wrap(dataKey, aad),
        provider.wrap(dataKey, aad),
      ]);

      expect(Buffer.from(first.wrapped).includes(dataKey)).toBe(false);
      expect(Buffer.from(first.wrapped)).not.toEqual(Buffer.from(second.wrapped));
    });

    test('another AAD does not unwrap', async () => {
      const { provider } = await create();
      const wrapped = await provider.wrap(randomBytes(32), aad);

      await expectInvalid(provider.unwrap(wrapped, otherAad));
      await expectInvalid(provider.unwrap(wrapped, new Uint8Array()));
    });

    test('another provider, key or version does not unwrap', async () => {
      const { provider } = await create();
      const wrapped = await provider.wrap(randomBytes(32), aad);

      await expectInvalid(provider.unwrap({ ...wrapped, provider: 'another' }, aad));
      await expectInvalid(provider.unwrap({ ...wrapped, keyId: 'another' }, aad));
      await expectInvalid(provider.unwrap({ ...wrapped, keyVersion: '999' }, aad));
    });

    test('no changed, shortened or lengthened wrapping unwraps', async () => {
      const { provider } = await create();
      const { wrapped, ...key } = await provider.wrap(randomBytes(32), aad);

      for (const index of wrapped.keys()) {
        const changed = Uint8Array.from(wrapped);
        changed[index] = (changed[index] ?? 0) ^ 1;
        await expectInvalid(provider.unwrap({ ...key, wrapped: changed }, aad));
      }
      for (const length of [0, 1, 11, 12, 15, 27, 28, wrapped.length - 1]) {
        await expectInvalid(provider.unwrap({ ...key, wrapped: wrapped.subarray(0, length) }, aad));
      }
      const longer = Uint8Array.from([...wrapped, 0]);
      await expectInvalid(provider.unwrap({ ...key, wrapped: longer }, aad));
    });

    test('an old version stays readable after a rotation, and the new one wraps', async (context) => {
      const { provider, rotate, reopen } = await create();
      if (rotate === undefined) return context.skip(`${name} has nothing to rotate`);
      const dataKey = randomBytes(32);
      const old = await provider.wrap(dataKey, aad);

      await rotate();

      const fresh = await provider.wrap(dataKey, aad);
      expect(fresh.keyVersion).not.toBe(old.keyVersion);
      for (const reader of [provider, await reopen()]) {
        expect(Buffer.from(await reader.unwrap(old, aad))).toEqual(dataKey);
        expect(Buffer.from(await reader.unwrap(fresh, aad))).toEqual(dataKey);
      }
      await expectInvalid(provider.unwrap({ ...old, keyVersion: fresh.keyVersion }, aad));
    });

    test('a hundred at once all come back', async () => {
      const { provider } = await create();
      const dataKeys = Array.from({ length: 100 }, () => randomBytes(32));

      const wrapped = await Promise.all(dataKeys.map((dataKey) => provider.wrap(dataKey, aad)));
      const unwrapped = await Promise.all(wrapped.map((each) => provider.unwrap(each, aad)));

      expect(unwrapped.map((each) => Buffer.from(each))).toEqual(dataKeys);
    });

    test('check() passes', async () => {
      const { provider } = await create();

      await expect(provider.check()).resolves.toBeUndefined();
    });

    test('neither errors nor a printed provider show key bytes', async () => {
      const { provider, masterKeys } = await create();
      const dataKey = randomBytes(32);
      const wrapped = await provider.wrap(dataKey, aad);
      const failures = await Promise.all([
        failureOf(provider.unwrap(wrapped, otherAad)),
        failureOf(provider.unwrap({ ...wrapped, keyVersion: '999' }, aad)),
        failureOf(provider.unwrap({ ...wrapped, wrapped: wrapped.wrapped.subarray(1) }, aad)),
      ]);

      const printed = [provider, wrapped, ...failures]
        .flatMap((each) => [
          inspect(each, { depth: 20, showHidden: true, maxArrayLength: null }),
          JSON.stringify(each, printBytes),
        ])
        .join('\n');
      for (const secret of [dataKey, ...(await masterKeys())]) {
        for (const spelling of spellingsOf(secret)) expect(printed).not.toContain(spelling);
      }
    });
  });
}

async function expectInvalid(unwrapping: Promise<Uint8Array>): Promise<void> {
  await expect(unwrapping).rejects.toMatchObject({ code: 'SEALED_RECORD_INVALID' });
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail('should have failed'),
    (error: unknown) => error,
  );
}

/** Every way in which printing could write bytes. */
function spellingsOf(bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes);
  return [
    buffer.toString('hex'),
    buffer.toString('base64').slice(0, 40),
    buffer.toString('base64url').slice(0, 40),
    buffer.toString('latin1'),
    [...bytes].join(', '),
    [...bytes].join(','),
    buffer.toString('hex').replaceAll(/(..)(?=.)/g, '$1 '),
  ];
}

function printBytes(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
}
