import { expect, test } from 'vitest';
import { createPasswordHasher } from '../services/auth/passwordHasher.ts';
import { createHarness } from '../testing/createHarness.ts';

const argon2id = { algorithm: 'argon2id', memoryKib: 19_456, passes: 2, lanes: 1 } as const;
const pbkdf2 = { algorithm: 'pbkdf2-sha256', iterations: 600_000 } as const;
const asks = { email: 'ann@example.com', password: 'Public-t3st-word' };

test.each([
  ['argon2id to PBKDF2', argon2id, { PASSWORD_HASH: 'pbkdf2-sha256' }, '$pbkdf2-sha256$i=600000$'],
  ['PBKDF2 to argon2id', pbkdf2, { PASSWORD_HASH: 'argon2id' }, '$argon2id$v=19$m=19456,t=2,p=1$'],
  [
    'argon2id to more of it',
    argon2id,
    { PASSWORD_ARGON2_MEMORY_KIB: '20480', PASSWORD_ARGON2_PASSES: '3' },
    '$argon2id$v=19$m=20480,t=3,p=1$',
  ],
])('from %s: who signs in has the hash made anew, once', async (_what, before, env, form) => {
  await using h = await createHarness({ env });
  const { store } = h.deps;
  const hashOf = async () => (await store.findUserByEmail(asks.email))?.user.passwordHash ?? '';
  const login = () => h.request('/api/v1/auth/login', { body: asks });
  const { body: ann } = await h.request('/api/v1/auth/register', {
    body: { ...asks, confirmPassword: asks.password },
  });
  expect(await hashOf()).toContain(form);
  const old = await createPasswordHasher({ hashing: before }).hash(asks.password);
  await store.updatePasswordHash(ann.userId, { from: await hashOf(), to: old });

  const wrong = { ...asks, password: 'Another-t3st-word' };
  expect((await h.request('/api/v1/auth/login', { body: wrong })).status).toBe(401);
  expect(await hashOf()).toBe(old);

  expect((await login()).status).toBe(200);
  const renewed = await hashOf();
  expect(renewed).toContain(form);
  expect((await login()).status).toBe(200);
  expect(await hashOf()).toBe(renewed);
});
