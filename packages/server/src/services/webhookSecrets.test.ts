import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createWebhookSecret } from './webhookSecrets.ts';

const owner = { id: 'whe_1', organizationId: 'org_1' };

test.each([
  ['once it is sealed', () => Promise.resolve(new Uint8Array())],
  ['when it cannot be sealed', () => Promise.reject(new Error('away'))],
])('the bytes of a secret are zeroed %s', async (_, answer) => {
  const bytes = randomBytes(32);
  const seen: Uint8Array[] = [bytes];
  const vault = {
    seal: (__: unknown, plaintext: Uint8Array) => (seen.push(plaintext), answer()),
  };

  await createWebhookSecret(vault, owner, bytes).catch(() => {});

  expect(seen).toHaveLength(2);
  for (const each of seen) expect(each.every((byte) => byte === 0)).toBe(true);
});
