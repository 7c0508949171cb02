import { expect, test } from 'vitest';
import { createAuthenticatorApp } from '../../testing/authenticatorApp.ts';
import { createAuthHarness, goodPassword } from '../../testing/createAuthHarness.ts';

const password = goodPassword;
const wrong = { password: `${goodPassword}x` };
const codeOf = (error: unknown) => (error as { cause: { code: string } }).cause.code;

test('a dangerous operation without proof is refused, says what is missing, and leaves a line of audit', async () => {
  await using h = await createAuthHarness();
  const { accessToken } = await h.given.user();

  await expect(h.callAccount(accessToken).export({})).rejects.toMatchObject({
    cause: { code: 'STEP_UP_REQUIRED', status: 403, details: { missing: ['password'] } },
  });
  await expect(h.callAccount(accessToken).export()).rejects.toBeDefined();
  expect(h.audit().at(-1)).toMatchObject({
    action: 'account.export',
    error_code: 'STEP_UP_REQUIRED',
  });
});

test('after a step-up dangerous operations of that session ask for nothing more, for five minutes', async () => {
  await using h = await createAuthHarness();
  const { accessToken } = await h.given.user();
  const other = await h.call().login({ email: 'ann@example.com', password });

  const { until } = await h.call(accessToken).stepUp({ password });

  expect(new Date(until).getTime() - h.clock.now().getTime()).toBe(300_000);
  await expect(h.callAccount(accessToken).export({})).resolves.toBeDefined();
  expect(await h.callAccount(other.accessToken).export({}).catch(codeOf)).toBe('STEP_UP_REQUIRED');
  await h.clock.advance(299_999);
  await expect(h.callAccount(accessToken).export({})).resolves.toBeDefined();
  await h.clock.advance(1);
  expect(await h.callAccount(accessToken).export({}).catch(codeOf)).toBe('STEP_UP_REQUIRED');
});

test('a wrong password is refused also within five minutes of a step-up', async () => {
  await using h = await createAuthHarness();
  const { accessToken } = await h.given.user();
  await h.call(accessToken).stepUp({ password });

  expect(await h.callAccount(accessToken).export(wrong).catch(codeOf)).toBe(
    'PASSWORD_CONFIRMATION_FAILED',
  );
});

test('who took over a session gets five guesses at the password, over all of its operations, and ends nothing', async () => {
  await using h = await createAuthHarness();
  const { accessToken } = await h.given.user();
  const tries = [
    () => h.call(accessToken).stepUp(wrong),
    () => h.callAccount(accessToken).export(wrong),
    () => h.callAny(accessToken).secondFactor.enrol(wrong),
  ];

  const codes = [];
  for (let time = 0; time < 7; time += 1)
    codes.push(await tries[time % 3]?.().then(String, codeOf));

  expect(codes).toEqual([
    ...Array.from({ length: 5 }, () => 'PASSWORD_CONFIRMATION_FAILED'),
    'ACCOUNT_LOCKED',
    'ACCOUNT_LOCKED',
  ]);
  await expect(h.call(accessToken).profile()).resolves.toBeDefined();
  // The user signs in as ever: a thief of a session must not keep its owner out.
  await expect(h.call().login({ email: 'ann@example.com', password })).resolves.toBeDefined();
});

test('a reset of the password ends the lock of step-ups too', async () => {
  await using h = await createAuthHarness();
  const email = 'ann@example.com';
  const { accessToken } = await h.given.user();
  for (let time = 0; time < 5; time += 1) await h.call(accessToken).stepUp(wrong).catch(codeOf);
  await expect(h.call(accessToken).stepUp({ password })).rejects.toMatchObject({
    cause: {
      code: 'ACCOUNT_LOCKED',
      message: expect.stringContaining('Cannot check the password:'),
    },
  });
  await h.call().forgotPassword({ email });
  const [mail] = await h.sendMails();
  const token = /#token=([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
  const newPassword = 'Another test passw0rd';

  await h.call().resetPassword({ token, newPassword, confirmPassword: newPassword });

  const again = await h.call().login({ email, password: newPassword });
  const proven = h.call(again.accessToken).stepUp({ password: newPassword });
  await expect(proven).resolves.toMatchObject({ success: true });
});

test('with a second factor a step-up needs a code, each of which works once', async () => {
  await using h = await createAuthHarness();
  const { accessToken } = await h.given.user();
  const any = h.callAny(accessToken);
  const { secret } = await any.secondFactor.enrol({ password });
  const app = createAuthenticatorApp(secret, h.clock);
  await any.secondFactor.confirm({ totp: app.code() });
  await h.clock.advance(60_000);
  const stepUp = (proof: object) =>
    any.auth.stepUp({ password, ...proof }).then(() => 'ok', codeOf);

  expect(await stepUp({})).toBe('STEP_UP_REQUIRED');
  expect(await stepUp({ totp: '000000' })).toBe('CODE_CONFIRMATION_FAILED');
  expect(await stepUp({ totp: app.code() })).toBe('ok');
  expect(await stepUp({ totp: app.code() })).toBe('CODE_CONFIRMATION_FAILED');
  await expect(any.account.export({})).resolves.toBeDefined();
});
