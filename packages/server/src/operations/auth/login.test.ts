import { sessionAnswer } from '@biatec-tokens/core';
import { expect, test } from 'vitest';
import type { PasswordHasher } from '../../ports/auth.ts';
import { createPasswordHasher } from '../../services/auth/passwordHasher.ts';
import { createAuthHarness, goodPassword } from '../../testing/createAuthHarness.ts';

const credentials = { email: 'ann@example.com', password: goodPassword };

test('login() opens a session of its own', async () => {
  await using h = await createAuthHarness();
  const registered = await h.given.user();

  const answer = await h.call().login(credentials);

  expect(sessionAnswer.parse(answer)).toMatchObject({
    userId: registered.userId,
    algorandAddress: registered.algorandAddress,
    evmAddress: registered.evmAddress,
  });
  const [first, second] = await Promise.all(
    [registered, answer].map(({ accessToken }) => h.authenticate(accessToken)),
  );
  expect(second?.session.id).not.toBe(first?.session.id);
  expect(second?.session).toMatchObject({ ip: '192.0.2.7', userAgent: 'test agent' });
});

test('an unknown email gets the same answer as a wrong password', async () => {
  await using h = await createAuthHarness();
  await h.given.user();

  const [unknown, wrong] = await Promise.all(
    [
      { ...credentials, email: 'bob@example.com' },
      { ...credentials, password: `${goodPassword}x` },
    ].map((each) =>
      h
        .call()
        .login(each)
        .catch((error: unknown) => error),
    ),
  );

  expect(unknown).toMatchObject({
    code: 'UNAUTHORIZED',
    message: 'Invalid email or password',
    cause: { code: 'INVALID_CREDENTIALS', status: 401, details: undefined },
  });
  expect(wrong).toMatchObject({ message: (unknown as Error).message });
  expect(JSON.stringify((wrong as Error).cause)).toBe(JSON.stringify((unknown as Error).cause));
});

test('an unknown email takes the same steps: one check of the password, one line of audit', async () => {
  const real = createPasswordHasher();
  const checked: (string | undefined)[] = [];
  const passwordHasher: PasswordHasher = {
    ...real,
    verify(password, phc) {
      checked.push(phc);
      return real.verify(password, phc);
    },
  };
  await using h = await createAuthHarness({ passwordHasher });
  await h.given.user();
  const linesBefore = h.audit().length;

  await h
    .call()
    .login({ ...credentials, email: 'bob@example.com' })
    .catch(() => {});
  await h
    .call()
    .login({ ...credentials, password: 'wrong' })
    .catch(() => {});

  expect(checked).toEqual([undefined, expect.stringContaining('$argon2id$')]);
  expect(h.audit().slice(linesBefore)).toMatchObject([
    { action: 'auth.login', error_code: 'INVALID_CREDENTIALS', actor: 'anonymous' },
    { action: 'auth.login', error_code: 'INVALID_CREDENTIALS', actor: expect.stringMatching(/-/) },
  ]);
});

test('that a user is inactive is told only to who knows the password', async () => {
  await using h = await createAuthHarness();
  const { userId, accessToken } = await h.given.user();
  h.deactivate(userId);

  await expect(h.call().login({ ...credentials, password: 'wrong' })).rejects.toMatchObject({
    cause: { code: 'INVALID_CREDENTIALS' },
  });
  await expect(h.call().login(credentials)).rejects.toMatchObject({
    code: 'FORBIDDEN',
    cause: { code: 'ACCOUNT_INACTIVE', status: 403 },
  });
  // What was open is closed, too.
  await expect(h.call(accessToken).profile()).rejects.toMatchObject({
    cause: { code: 'UNAUTHORIZED' },
  });
  expect(h.audit().at(-1)).toMatchObject({ error_code: 'ACCOUNT_INACTIVE', actor: userId });
});

test('a weaker hash is replaced at the next login, and only by the right password', async () => {
  await using h = await createAuthHarness();
  await h.given.user();
  const stronger = createPasswordHasher({
    hashing: { algorithm: 'argon2id', memoryKib: 19_456, passes: 3, lanes: 1 },
  });
  Object.assign(h.deps, { passwordHasher: stronger });
  const hashNow = async () => (await h.store.findUserByEmail(credentials.email))?.user.passwordHash;

  await h
    .call()
    .login({ ...credentials, password: 'wrong' })
    .catch(() => {});
  expect(await hashNow()).toContain('t=2');
  await h.call().login(credentials);
  expect(await hashNow()).toContain('t=3');
  await expect(h.call().login(credentials)).resolves.toBeDefined();
});

test.each([
  ['no password', { email: 'ann@example.com' }, 'MISSING_REQUIRED_FIELD'],
  ['no email', { password: goodPassword }, 'MISSING_REQUIRED_FIELD'],
  ['no email address', { ...credentials, email: 'ann' }, 'INVALID_REQUEST'],
  ['another field', { ...credentials, role: 'owner' }, 'UNKNOWN_FIELD'],
])('%s is refused', async (_what, input, code) => {
  await using h = await createAuthHarness();

  await expect(h.call().login(input as never)).rejects.toMatchObject({ cause: { code } });
});

test('an old password that breaks the rules of today still signs in', async () => {
  await using h = await createAuthHarness();
  const { userId } = await h.given.user();
  const from = (await h.store.findUserByEmail('ann@example.com'))?.user.passwordHash ?? '';
  await h.store.updatePasswordHash(userId, {
    from,
    to: await h.deps.passwordHasher.hash('old'),
  });

  await expect(h.call().login({ ...credentials, password: 'old' })).resolves.toMatchObject({
    userId,
  });
});
