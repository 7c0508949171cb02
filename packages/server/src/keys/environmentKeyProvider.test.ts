import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { describeKeyProvider } from './conformance.ts';
import { createEnvironmentKeyProvider } from './environmentKeyProvider.ts';

describeKeyProvider('environment', async () => {
  const key = randomBytes(32);
  const create = () =>
    createEnvironmentKeyProvider({
      kind: 'environment',
      key: key.toString('base64'),
      allowed: true,
    });
  return { provider: create(), reopen: async () => create(), masterKeys: async () => [key] };
});

test('it is refused where it is not allowed, and says what to set', () => {
  const key = randomBytes(32).toString('base64');

  const create = () => createEnvironmentKeyProvider({ kind: 'environment', key, allowed: false });

  expect(create).toThrow(
    expect.objectContaining({
      code: 'CONFIGURATION_ERROR',
      guidance: expect.stringContaining('KEY_ENVIRONMENT_ALLOW_IN_PRODUCTION'),
    }),
  );
});

test.each([
  ['empty', ''],
  ['31 bytes', randomBytes(31).toString('base64')],
  ['33 bytes', randomBytes(33).toString('base64')],
  ['hex', randomBytes(32).toString('hex')],
  ['base64 without padding', randomBytes(32).toString('base64url')],
  ['a line break at the end', `${randomBytes(32).toString('base64')}\n`],
])('a key that is %s is refused without being shown', (_what, key) => {
  const create = () => createEnvironmentKeyProvider({ kind: 'environment', key, allowed: true });

  expect(create).toThrow(expect.objectContaining({ code: 'CONFIGURATION_ERROR' }));
  try {
    create();
  } catch (error) {
    if (key !== '') expect(inspect(error, { depth: 9 })).not.toContain(key.trim());
  }
});

test('a record of another environment key says which key it needs', async () => {
  const [mine, other] = [1, 2].map(() =>
    createEnvironmentKeyProvider({
      kind: 'environment',
      key: randomBytes(32).toString('base64'),
      allowed: true,
    }),
  );
  const aad = new Uint8Array(1);
  const wrapped = await other!.wrap(randomBytes(32), aad);

  await expect(mine!.unwrap(wrapped, aad)).rejects.toThrow(wrapped.keyId);
});
