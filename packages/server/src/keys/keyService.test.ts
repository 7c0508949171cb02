import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createKeyServiceProvider, type KeyService } from './keyService.ts';

const aad = Buffer.from('account-key of acc_1');

test('a data key that comes too late is zeroed, since nobody waits for it any more', async () => {
  const dataKey = randomBytes(32);
  let answer: (dataKey: Uint8Array) => void = () => {};
  const service: KeyService = {
    isOurs: () => true,
    encrypt: (plain) =>
      Promise.resolve({ keyId: 'key', keyVersion: '1', ciphertext: Buffer.from(plain) }),
    // It does not listen to the signal, as some clients do not.
    decrypt: () => new Promise((resolve) => (answer = resolve)),
  };
  const provider = createKeyServiceProvider('test', service, { timeoutMs: 1 });
  const wrapped = await provider.wrap(dataKey, aad);

  await expect(provider.unwrap(wrapped, aad)).rejects.toMatchObject({ problem: 'late' });
  const late = Uint8Array.from(dataKey);
  answer(late);
  await new Promise((resolve) => setImmediate(resolve));

  expect(late).toEqual(new Uint8Array(32));
});
