import { expect, test } from 'vitest';
import { argon2idCostMin, argon2idInPool } from './argon2id.ts';
import { createPasswordThreads } from './createPasswordThreads.ts';
import { deriveInPool } from './pbkdf2Sha256.ts';

const password = 'Public test passw0rd 🔑';

test('hashes of the threads and of the pool open each other', async () => {
  const threads = createPasswordThreads({ threads: 2 });

  const [ours, theirs] = await Promise.all([
    threads.hash(password, argon2idCostMin),
    argon2idInPool.hash(password, argon2idCostMin),
  ]);

  expect(ours).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(
    await Promise.all([
      threads.verify(password, theirs),
      argon2idInPool.verify(password, ours),
      threads.verify(`${password} `, ours),
      argon2idInPool.verify(`${password} `, ours),
    ]),
  ).toEqual([true, true, false, false]);
  await threads.close();
});

test('PBKDF2 in the threads is that of the pool', async () => {
  const threads = createPasswordThreads({ threads: 1 });
  const salt = Buffer.from('0123456789abcdef');

  const [ours, theirs] = await Promise.all([
    threads.derive(password, salt, 1_000),
    deriveInPool(password, salt, 1_000),
  ]);

  expect(Buffer.from(ours).toString('hex')).toBe(Buffer.from(theirs).toString('hex'));
  await threads.close();
});

test('a stored hash that is none fails its own check and no other', async () => {
  const threads = createPasswordThreads({ threads: 1 });
  const hash = await threads.hash(password, argon2idCostMin);

  const [broken, good] = await Promise.allSettled([
    threads.verify(password, '$argon2id$broken'),
    threads.verify(password, hash),
  ]);

  expect(broken.status).toBe('rejected');
  expect(good).toEqual({ status: 'fulfilled', value: true });
  await threads.close();
});
