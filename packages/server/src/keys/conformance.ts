import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { KeyProvider } from '../ports/keyProvider.ts';
import type { KeyServiceProblem } from './keyServiceErrors.ts';

/** A provider under test. */
export interface KeyProviderSubject {
  readonly provider: KeyProvider;
  /** The same keys after a restart of the process. */
  readonly reopen: () => Promise<KeyProvider>;
  /** Makes a new version the one that wraps; absent where a provider has nothing to rotate. */
  readonly rotate?: () => Promise<void>;
  /** Master key bytes as they could leak, where the test can know them. */
  readonly masterKeys: () => Promise<readonly Uint8Array[]>;
  /** Credentials that must never show. */
  readonly credentials?: readonly string[];
  /** Whether the service answers to some changed wrappings as to a key that may not be used, as moto does. */
  readonly vague?: boolean;
  /** What can go wrong with a provider outside of this process; absent where a provider is inside. */
  readonly outside?: KeyServiceTrouble;
}

/** Ways to break the service behind a provider. What is absent cannot be made to happen there. */
export interface KeyServiceTrouble {
  /** Disables the key and every version of it. */
  readonly disableKey?: () => Promise<void>;
  /** Makes the service answer that it was asked too much. */
  readonly throttle?: () => void;
  /** Makes the service answer nothing any more. */
  readonly silence?: () => void;
  /** Makes the service work again. */
  readonly mend?: () => void;
  /** The provider with another time limit than 5 s. */
  readonly hurried?: (timeoutMs: number) => Promise<KeyProvider>;
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
      const { provider, vague = false } = await create();
      const { wrapped, ...key } = await provider.wrap(randomBytes(32), aad);
      const refuses = (bytes: Uint8Array) =>
        expectInvalid(provider.unwrap({ ...key, wrapped: bytes }, aad), { vague });

      for (const index of wrapped.keys()) {
        const changed = Uint8Array.from(wrapped);
        changed[index] = (changed[index] ?? 0) ^ 1;
        await refuses(changed);
      }
      for (const length of [0, 1, 11, 12, 15, 27, 28, wrapped.length - 1]) {
        await refuses(wrapped.subarray(0, length));
      }
      await refuses(Uint8Array.from([...wrapped, 0]));
    });

    test('an old version stays readable after a rotation, and the new one wraps', async (context) => {
      const { provider, rotate, reopen, vague = false } = await create();
      if (rotate === undefined) return context.skip(`${name} has nothing to rotate`);
      const dataKey = randomBytes(32);
      const old = await provider.wrap(dataKey, aad);

      await rotate();

      const fresh = await (await reopen()).wrap(dataKey, aad);
      expect([fresh.keyId, fresh.keyVersion]).not.toEqual([old.keyId, old.keyVersion]);
      for (const reader of [provider, await reopen()]) {
        expect(Buffer.from(await reader.unwrap(old, aad))).toEqual(dataKey);
        expect(Buffer.from(await reader.unwrap(fresh, aad))).toEqual(dataKey);
      }
      const { wrapped } = old;
      await expectInvalid(provider.unwrap({ ...fresh, wrapped }, aad), { vague });
    });

    test('a hundred at once all come back', async () => {
      const { provider } = await create();
      const dataKeys = Array.from({ length: 100 }, () => randomBytes(32));

      const wrapped = await Promise.all(dataKeys.map((dataKey) => provider.wrap(dataKey, aad)));
      const unwrapped = await Promise.all(wrapped.map((each) => provider.unwrap(each, aad)));

      expect(unwrapped.map((each) => Buffer.from(each))).toEqual(dataKeys);
    });

    test('a disabled key is the provider being unavailable, not a broken record', async (context) => {
      const { provider, outside } = await create();
      if (outside?.disableKey === undefined) return context.skip(`${name} has no key to disable`);
      const wrapped = await provider.wrap(randomBytes(32), aad);

      await outside.disableKey();

      await expectUnavailable(provider.wrap(randomBytes(32), aad), 'key-disabled');
      await expectUnavailable(provider.unwrap(wrapped, aad), 'key-disabled');
      await expectUnavailable(provider.check(), 'key-disabled');
    });

    test('a service that was asked too much is to be asked again later', async (context) => {
      const { provider, outside } = await create();
      if (outside?.throttle === undefined) return context.skip(`${name} cannot be throttled here`);
      const dataKey = randomBytes(32);
      const wrapped = await provider.wrap(dataKey, aad);

      outside.throttle();

      await expectUnavailable(provider.wrap(dataKey, aad), 'throttled');
      await expectUnavailable(provider.unwrap(wrapped, aad), 'throttled');
      outside.mend?.();
      expect(Buffer.from(await provider.unwrap(wrapped, aad))).toEqual(dataKey);
    });

    test('a service that does not answer is given up in time, and used again once it does', async (context) => {
      const { provider, outside } = await create();
      if (outside?.silence === undefined || outside.hurried === undefined) {
        return context.skip(`${name} cannot be silenced here`);
      }
      const hurried = await outside.hurried(300);
      const dataKey = randomBytes(32);
      const wrapped = await provider.wrap(dataKey, aad);
      await hurried.unwrap(wrapped, aad);

      outside.silence();

      const startedAt = performance.now();
      await Promise.all([
        expectUnavailable(hurried.wrap(dataKey, aad), 'late'),
        expectUnavailable(hurried.unwrap(wrapped, aad), 'late'),
      ]);
      expect(performance.now() - startedAt).toBeLessThan(2_000);
      outside.mend?.();
      expect(Buffer.from(await provider.unwrap(wrapped, aad))).toEqual(dataKey);
    });

    test('check() passes', async () => {
      const { provider } = await create();

      await expect(provider.check()).resolves.toBeUndefined();
    });

    test('neither errors nor a printed provider show key bytes', async () => {
      const { provider, masterKeys, credentials = [], outside } = await create();
      const dataKey = randomBytes(32);
      const wrapped = await provider.wrap(dataKey, aad);
      const failures = await Promise.all([
        failureOf(provider.unwrap(wrapped, otherAad)),
        failureOf(provider.unwrap({ ...wrapped, keyVersion: '999' }, aad)),
        failureOf(provider.unwrap({ ...wrapped, wrapped: wrapped.wrapped.subarray(1) }, aad)),
      ]);
      if (outside?.throttle !== undefined) {
        outside.throttle();
        failures.push(await failureOf(provider.wrap(dataKey, aad)));
        outside.mend?.();
      }
      if (outside?.disableKey !== undefined) {
        await outside.disableKey();
        failures.push(await failureOf(provider.wrap(dataKey, aad)));
      }

      const printed = [provider, wrapped, ...failures]
        .flatMap((each) => [
          inspect(each, { depth: 20, showHidden: true, maxArrayLength: null }),
          JSON.stringify(each, printBytes),
        ])
        .join('\n');
      for (const secret of [dataKey, ...(await masterKeys())]) {
        for (const spelling of spellingsOf(secret)) expect(printed).not.toContain(spelling);
      }
      for (const credential of credentials) expect(printed).not.toContain(credential);
    });
  });
}

async function expectInvalid(
  unwrapping: Promise<Uint8Array>,
  { vague = false } = {},
): Promise<void> {
  const { code } = (await failureOf(unwrapping)) as { code?: unknown };
  const codes = ['SEALED_RECORD_INVALID', ...(vague ? ['KEY_PROVIDER_UNAVAILABLE'] : [])];
  expect(codes).toContain(code);
}

/** Whoever meets this error may try again: it is 503 with a time to wait. */
async function expectUnavailable(
  asking: Promise<unknown>,
  problem: KeyServiceProblem,
): Promise<void> {
  const error = await failureOf(asking);
  expect(error).toMatchObject({ code: 'KEY_PROVIDER_UNAVAILABLE', status: 503, problem });
  expect((error as { retryAfterSeconds?: number }).retryAfterSeconds).toBeGreaterThan(0);
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
