import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { describeKeyProvider } from './conformance.ts';
import { crc32c } from './crc32c.ts';
import { createGcpKmsKeyProvider } from './gcpKmsKeyProvider.ts';
import { gcpTestCredentials, startFakeGcpKms, type FakeGcpKms } from './testing/fakeGcpKms.ts';

const folder = mkdtempSync(join(tmpdir(), 'biatec-gcp-'));
const credentialsFile = join(folder, 'key.json');
writeFileSync(credentialsFile, JSON.stringify({ type: 'service_account', ...gcpTestCredentials }));
afterAll(() => rmSync(folder, { recursive: true }));

function openAt(fake: FakeGcpKms, timeoutMs?: number) {
  return createGcpKmsKeyProvider(
    { kind: 'gcp-kms', keyName: fake.keyName, credentialsFile, endpoint: fake.url },
    timeoutMs === undefined ? {} : { timeoutMs },
  );
}

describeKeyProvider('gcp-kms, against a fake of its REST', async () => {
  const fake = await startFakeGcpKms();
  onTestFinished(() => fake[Symbol.asyncDispose]());
  return {
    provider: await openAt(fake),
    reopen: () => openAt(fake),
    rotate: async () => fake.rotate(),
    masterKeys: async () => [],
    credentials: [gcpTestCredentials.private_key],
    outside: {
      disableKey: async () => fake.disable(),
      throttle: () =>
        void (fake.fault = {
          status: 429,
          json: { error: { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'of a fake' } },
        }),
      silence: () => void (fake.fault = 'silence'),
      mend: () => void (fake.fault = undefined),
      hurried: (timeoutMs) => openAt(fake, timeoutMs),
    },
  };
});

test('the checksum is that of RFC 3720', () => {
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a_91_36_aa);
  expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62_a8_ab_43);
  expect(crc32c(Buffer.from(Array.from({ length: 32 }, (_, index) => index)))).toBe(0x46_dd_79_4e);
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3_06_92_83);
});

test('an answer that was spoiled on its way is not used', async () => {
  await using fake = await startFakeGcpKms();
  const provider = await openAt(fake);
  const aad = Buffer.from('owner');
  const wrapped = await provider.wrap(randomBytes(32), aad);

  fake.spoil = true;

  for (const asking of [provider.wrap(randomBytes(32), aad), provider.unwrap(wrapped, aad)]) {
    await expect(asking).rejects.toMatchObject({
      code: 'KEY_PROVIDER_UNAVAILABLE',
      problem: 'strange-answer',
    });
  }
});
