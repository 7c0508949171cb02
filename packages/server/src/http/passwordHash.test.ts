import { expect, test } from 'vitest';
import { createPasswordHasher } from '../services/auth/passwordHasher.ts';
import { createHarness } from '../testing/createHarness.ts';

const argon2id = { algorithm: 'argon2id', memoryKib: 19_456, passes: 2, lanes: 1 } as const;
const pbkdf2 = { algorithm: 'pbkdf2-sha256', iterations: 600_000 } as const;
const asks = { email: 'ann@example.com', password: 'Public-t3st-word' };

test('sign-ins that find the line full are told when to come back, and count as no failure', async () => {
  await using h = await createHarness({ env: { PASSWORD_QUEUE_LIMIT: '1' } });
  await h.request('/api/v1/auth/register', {
    body: { ...asks, confirmPassword: asks.password },
  });
  const login = (email: string) => h.request('/api/v1/auth/login', { body: { ...asks, email } });
  const crowd = Array.from({ length: 8 }, (_, index) => `stranger-${index}@example.com`);

  const busy = [];
  for (let round = 0; round < 8; round += 1) {
    const answers = await Promise.all([...crowd, asks.email].map(login));
    busy.push(...answers.filter(({ status }) => status === 429));
    // The crowd guesses wrong, and a stranger is locked after five; Ann never does.
    expect([200, 429]).toContain(answers.at(-1)?.status);
  }

  expect(busy.length).toBeGreaterThan(8);
  for (const { body, headers } of busy) {
    expect(body).toMatchObject({ errorCode: 'PASSWORDS_BUSY' });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  }
  expect((await login(asks.email)).status).toBe(200);
});

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
