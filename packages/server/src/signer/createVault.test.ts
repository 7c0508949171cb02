import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { KeyProvider } from '../ports/keyProvider.ts';
import type { SealedSubject } from '../ports/vault.ts';
import { createVault } from './createVault.ts';
import { testVault } from './fixtures.ts';

const subject: SealedSubject = {
  purpose: 'account-key',
  organizationId: 'org_1',
  subjectId: 'acc_1',
  family: 'avm',
};
const secret = Buffer.from('not a real secret');

test('what was sealed opens, and its record does not show it', async () => {
  const vault = testVault();

  const record = await vault.seal(subject, secret);

  expect(Buffer.from(await vault.open(subject, record))).toEqual(secret);
  expect(Buffer.from(record).includes(secret)).toBe(false);
});

test.each([
  { purpose: 'webhook-secret' },
  { organizationId: 'org_2' },
  { subjectId: 'acc_2' },
  { family: 'evm' },
])('a record does not open for %j', async (change) => {
  const vault = testVault();
  const record = await vault.seal(subject, secret);

  await expect(vault.open({ ...subject, ...change }, record)).rejects.toMatchObject({
    code: 'SEALED_RECORD_INVALID',
  });
});

test('no two records share a data key or an IV', async () => {
  const drawn: string[] = [];
  const random = (length: number) => {
    const bytes = randomBytes(length);
    drawn.push(bytes.toString('hex'));
    return bytes;
  };
  const vault = createVault({ keyProvider: transparentProvider(), random });

  await Promise.all(Array.from({ length: 20 }, () => vault.seal(subject, secret)));

  expect(drawn).toHaveLength(40);
  expect(new Set(drawn).size).toBe(40);
});

test('data keys are zeroed once a record is sealed or opened, also when that fails', async () => {
  const seen: Uint8Array[] = [];
  const provider = transparentProvider(seen);
  const vault = createVault({ keyProvider: provider });

  const record = await vault.seal(subject, secret);
  await vault.open(subject, record);
  await vault.open({ ...subject, subjectId: 'acc_2' }, record).catch(() => {});
  const broken = createVault({
    keyProvider: {
      ...provider,
      wrap: (dataKey) => (seen.push(dataKey), Promise.reject(new Error('away'))),
    },
  });
  await broken.seal(subject, secret).catch(() => {});

  expect(seen).toHaveLength(4);
  for (const dataKey of seen) expect(dataKey).toEqual(Buffer.alloc(32));
});

test('what was prepared seals once without asking anybody, and its data key is zeroed then or when it is dropped', async () => {
  const seen: Uint8Array[] = [];
  const vault = createVault({ keyProvider: transparentProvider(seen) });
  const [used, dropped] = [await vault.prepare(subject), await vault.prepare(subject)];
  expect(seen).toHaveLength(2);

  const record = used.seal(secret);
  dropped.drop();

  expect(seen).toEqual([Buffer.alloc(32), Buffer.alloc(32)]);
  expect(Buffer.from(await vault.open(subject, record))).toEqual(secret);
  for (const over of [used, dropped]) expect(() => over.seal(secret)).toThrow(TypeError);
});

/** Wraps nothing, and lends out the very bytes it was given, so that a test can watch them. */
function transparentProvider(seen: Uint8Array[] = []): KeyProvider {
  return {
    name: 'transparent',
    async wrap(dataKey) {
      seen.push(dataKey);
      return { provider: 'transparent', keyId: 'none', keyVersion: '1', wrapped: dataKey.slice() };
    },
    async unwrap({ wrapped }) {
      const dataKey = Buffer.from(wrapped);
      seen.push(dataKey);
      return dataKey;
    },
    check: async () => {},
  };
}
