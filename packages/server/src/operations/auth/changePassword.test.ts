import { expect, test } from 'vitest';
import { createAuthHarness, goodPassword } from '../../testing/createAuthHarness.ts';

const newPassword = 'Another test passw0rd';
const change = { currentPassword: goodPassword, newPassword, confirmPassword: newPassword };

test('the new password opens the account, the old one no more, and the addresses stay', async () => {
  await using h = await createAuthHarness();
  const before = await h.given.user();

  const after = await h.call(before.accessToken).changePassword(change);

  expect(after).toMatchObject({
    userId: before.userId,
    algorandAddress: before.algorandAddress,
    evmAddress: before.evmAddress,
  });
  const email = before.email;
  await expect(h.call().login({ email, password: goodPassword })).rejects.toMatchObject({
    cause: { code: 'INVALID_CREDENTIALS' },
  });
  await expect(h.call().login({ email, password: newPassword })).resolves.toBeDefined();
});

test('every session of before ends with its tokens, and who asked goes on with new ones', async () => {
  await using h = await createAuthHarness();
  const first = await h.given.user();
  const second = await h.call().login({ email: first.email, password: goodPassword });

  const after = await h.call(first.accessToken).changePassword(change);

  for (const { accessToken, refreshToken } of [first, second]) {
    await expect(h.call(accessToken).profile()).rejects.toMatchObject({
      cause: { code: 'UNAUTHORIZED' },
    });
    await expect(h.call().refresh({ refreshToken })).rejects.toMatchObject({
      cause: { code: 'INVALID_REFRESH_TOKEN' },
    });
  }
  await expect(h.call(after.accessToken).profile()).resolves.toMatchObject({ email: first.email });
  await expect(h.call().refresh(after)).rejects.toBeDefined();
  await expect(h.call().refresh({ refreshToken: after.refreshToken })).resolves.toMatchObject({
    userId: first.userId,
  });
});

test('the user is told by mail, from where it was done', async () => {
  await using h = await createAuthHarness();
  const { accessToken, email } = await h.given.user();
  await h.sendMails();

  await h.call(accessToken).changePassword(change);

  const [mail] = await h.sendMails();
  expect(mail).toMatchObject({ to: email, subject: 'Your password was changed' });
  expect(mail?.text).toContain('From address: 192.0.2.7');
  expect(mail?.text).not.toContain(newPassword);
});

test('a wrong current password changes nothing and is audited', async () => {
  await using h = await createAuthHarness();
  const { accessToken, email } = await h.given.user();

  const changing = h.call(accessToken).changePassword({ ...change, currentPassword: 'Wrong-1!' });

  await expect(changing).rejects.toMatchObject({
    cause: { code: 'PASSWORD_CONFIRMATION_FAILED', status: 403 },
  });
  await expect(h.call().login({ email, password: goodPassword })).resolves.toBeDefined();
  expect(h.audit()).toContainEqual(
    expect.objectContaining({
      action: 'auth.change_password',
      outcome: 'failure',
      error_code: 'PASSWORD_CONFIRMATION_FAILED',
    }),
  );
});

test('the current password can be guessed at five times, as at sign-in', async () => {
  await using h = await createAuthHarness();
  const { accessToken } = await h.given.user();
  const guess = (currentPassword: string) =>
    h.call(accessToken).changePassword({ ...change, currentPassword });

  for (let time = 0; time < 5; time += 1)
    await expect(guess('Wrong-1!')).rejects.toMatchObject({
      cause: { code: 'PASSWORD_CONFIRMATION_FAILED' },
    });

  await expect(guess(goodPassword)).rejects.toMatchObject({ cause: { code: 'ACCOUNT_LOCKED' } });
});

test('a weak or breached new password and another repetition are told at once', async () => {
  await using h = await createAuthHarness();
  const { accessToken } = await h.given.user();

  const changing = h
    .call(accessToken)
    .changePassword({ ...change, newPassword: 'P@ssw0rd2026!', confirmPassword: 'other' });

  await expect(changing).rejects.toMatchObject({
    cause: {
      details: {
        problems: [
          { path: 'newPassword', code: 'WEAK_PASSWORD' },
          { path: 'confirmPassword', code: 'INVALID_REQUEST' },
        ],
      },
    },
  });
});

test('of many changes at once one wins, and one session is alive', async () => {
  await using h = await createAuthHarness();
  const { accessToken } = await h.given.user();

  const answers = await Promise.allSettled(
    Array.from({ length: 4 }, (_, at) => {
      const password = `${newPassword} ${at}`;
      return h
        .call(accessToken)
        .changePassword({ ...change, newPassword: password, confirmPassword: password });
    }),
  );

  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(h.liveSessions()).toBe(1);
});

test('a sign-in with the old password that is under way when it changes opens nothing', async () => {
  await using h = await createAuthHarness();
  const { accessToken, email } = await h.given.user();
  const { verify } = h.deps.passwordHasher;
  const hasher = h.deps.passwordHasher as { verify: typeof verify };
  hasher.verify = async (password, phc) => {
    hasher.verify = verify;
    const result = await verify(password, phc);
    await h.call(accessToken).changePassword(change);
    return result;
  };

  const signingIn = h.call().login({ email, password: goodPassword });

  await expect(signingIn).rejects.toMatchObject({ cause: { code: 'INVALID_CREDENTIALS' } });
  expect(h.liveSessions()).toBe(1);
});
