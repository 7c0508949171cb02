import { expect, test } from 'vitest';
import type { PasswordHasher } from '../../ports/auth.ts';
import { createPasswordHasher } from '../../services/auth/passwordHasher.ts';
import { createAuthHarness, goodPassword } from '../../testing/createAuthHarness.ts';

const email = 'ann@example.com';
const wrong = { email, password: `${goodPassword}x` };
const right = { email, password: goodPassword };
const codeOf = (error: unknown) => (error as { cause: { code: string } }).cause.code;

/** Counts what passwords are compared, and compares them for nothing. */
function countingHasher() {
  const checks = { count: 0 };
  const passwordHasher: PasswordHasher = {
    hash: (password) => Promise.resolve(password),
    async verify(password, phc) {
      checks.count += 1;
      await new Promise((resolve) => setImmediate(resolve));
      return { ok: password === phc, outdated: false };
    },
  };
  return { checks, passwordHasher };
}

test.each([
  ['a user', email],
  ['an address nobody has', 'nobody@example.com'],
])('50 parallel wrong passwords of %s get five tries and then 423', async (_who, tried) => {
  const { checks, passwordHasher } = countingHasher();
  await using h = await createAuthHarness({ passwordHasher });
  await h.given.user();

  const guesses = Promise.all(
    Array.from({ length: 50 }, () =>
      h
        .call()
        .login({ ...wrong, email: tried })
        .catch(codeOf),
    ),
  );
  const codes = await h.clock.advanceUntil(guesses, 20);

  expect(checks.count).toBe(5);
  expect(codes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(5);
  expect(codes.filter((code) => code === 'ACCOUNT_LOCKED')).toHaveLength(45);
});

test('20 parallel right passwords all sign in, though only five are checked at a time', async () => {
  await using h = await createAuthHarness({ passwordHasher: countingHasher().passwordHasher });
  await h.given.user();

  const signIns = Promise.all(Array.from({ length: 20 }, () => h.call().login(right)));

  expect(await h.clock.advanceUntil(signIns, 20)).toHaveLength(20);
});

test('a locked user and a locked stranger get the same answer, whatever the password', async () => {
  await using h = await createAuthHarness({ passwordHasher: countingHasher().passwordHasher });
  await h.given.user();
  const stranger = 'nobody@example.com';
  for (const each of [email, stranger])
    for (let time = 0; time < 5; time += 1)
      await h
        .call()
        .login({ ...wrong, email: each })
        .catch(codeOf);

  const [known, unknown] = await Promise.all(
    [right, { ...right, email: stranger }].map((each) =>
      h
        .call()
        .login(each)
        .catch((error: unknown) => (error as Error).cause),
    ),
  );

  expect(known).toMatchObject({ code: 'ACCOUNT_LOCKED', status: 423, retryAfterSeconds: 1_800 });
  expect(JSON.stringify(known)).toBe(JSON.stringify(unknown));
});

test('a lock ends after 30 minutes, and never ends a session', async () => {
  await using h = await createAuthHarness();
  const { accessToken, refreshToken } = await h.given.user();
  for (let time = 0; time < 5; time += 1) await h.call().login(wrong).catch(codeOf);

  await expect(h.call(accessToken).profile()).resolves.toMatchObject({ email });
  await expect(h.call().refresh({ refreshToken })).resolves.toMatchObject({ email });
  await expect(h.call().login(right)).rejects.toMatchObject({ cause: { code: 'ACCOUNT_LOCKED' } });
  await h.clock.advance(30 * 60_000);
  await expect(h.call().login(right)).resolves.toMatchObject({ email });
});

test('a right password forgets the wrong ones before it', async () => {
  await using h = await createAuthHarness();
  await h.given.user();

  for (let round = 0; round < 3; round += 1) {
    for (let time = 0; time < 4; time += 1)
      expect(await h.call().login(wrong).catch(codeOf)).toBe('INVALID_CREDENTIALS');
    await expect(h.call().login(right)).resolves.toMatchObject({ email });
  }
});

test('a reset of the password ends the lock', async () => {
  await using h = await createAuthHarness();
  await h.given.user();
  for (let time = 0; time < 5; time += 1) await h.call().login(wrong).catch(codeOf);
  await h.call().forgotPassword({ email });
  const [mail] = await h.sendMails();
  const token = /#token=([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
  const newPassword = 'Another test passw0rd';

  await h.call().resetPassword({ token, newPassword, confirmPassword: newPassword });

  await expect(h.call().login({ email, password: newPassword })).resolves.toMatchObject({ email });
});

test('a lock is in the audit trail with every try before it, and wakes the deliveries', async () => {
  await using h = await createAuthHarness({ passwordHasher: createPasswordHasher() });
  const { userId } = await h.given.user();

  for (let time = 0; time < 6; time += 1) await h.call().login(wrong).catch(codeOf);

  expect(h.audit().map(({ action, error_code }) => [action, error_code])).toEqual([
    ['auth.register', null],
    ...Array.from({ length: 5 }, () => ['auth.login', 'INVALID_CREDENTIALS']),
    ['security.account_locked', 'INVALID_CREDENTIALS'],
    ['auth.login', 'ACCOUNT_LOCKED'],
  ]);
  expect(h.audit().at(-2)).toMatchObject({ actor: userId, ip: '192.0.2.7', outcome: 'failure' });
  expect(h.woken.deliveries).toBe(1);
});
