import { expect, test } from 'vitest';
import { createAuthHarness } from '../../testing/createAuthHarness.ts';

function tokenIn(text: string | undefined): string {
  return /#token=([\w-]+)/.exec(text ?? '')?.[1] ?? '';
}

const invalid = { cause: { code: 'INVALID_VERIFICATION_TOKEN', status: 400 } };

test('the mail of the registration confirms the address, once', async () => {
  await using h = await createAuthHarness();
  const { accessToken, email } = await h.given.user();
  const [mail] = await h.sendMails();
  expect(mail).toMatchObject({ to: email, subject: 'Confirm your email address' });
  expect(mail?.text).toContain('https://tokens.example/verify-email#token=');
  await expect(h.call(accessToken).profile()).resolves.toMatchObject({ emailVerified: false });

  const token = tokenIn(mail?.text);
  expect(await h.call().verifyEmail({ token })).toEqual({ success: true });

  await expect(h.call(accessToken).profile()).resolves.toMatchObject({ emailVerified: true });
  await expect(h.call().verifyEmail({ token })).rejects.toMatchObject(invalid);
});

test('the link works for a day; another can be asked for, but not without end', async () => {
  await using h = await createAuthHarness();
  const { accessToken, email, refreshToken: _ } = await h.given.user();
  const old = tokenIn((await h.sendMails())[0]?.text);
  await h.clock.advance(24 * 60 * 60_000);
  await expect(h.call().verifyEmail({ token: old })).rejects.toMatchObject(invalid);
  await expect(h.call(accessToken).resendVerification()).rejects.toBeDefined();

  const session = await h.call().login({ email, password: 'Public test passw0rd' });
  for (let times = 0; times < 6; times += 1) await h.call(session.accessToken).resendVerification();

  const mails = (await h.sendMails()).filter(({ subject }) => subject.startsWith('Confirm'));
  expect(mails).toHaveLength(1 + 3);
  await expect(h.call().verifyEmail({ token: tokenIn(mails[0]?.text) })).resolves.toBeDefined();
});

test('who has confirmed gets no other mail', async () => {
  await using h = await createAuthHarness();
  const { accessToken } = await h.given.user();
  await h.call().verifyEmail({ token: tokenIn((await h.sendMails())[0]?.text) });

  await h.call(accessToken).resendVerification();

  expect(await h.sendMails()).toHaveLength(1);
});

test('a reset token confirms nothing', async () => {
  await using h = await createAuthHarness();
  const { email } = await h.given.user();
  await h.call().forgotPassword({ email });
  const reset = (await h.sendMails()).find(({ subject }) => subject.startsWith('Reset'));

  const confirming = h.call().verifyEmail({ token: tokenIn(reset?.text) });

  await expect(confirming).rejects.toMatchObject(invalid);
});

test('nothing that a stranger registers with gets into the mail to the address', async () => {
  await using h = await createAuthHarness();
  const fullName = 'Win money https://evil.example\r\nBcc: victim@example.com\u2028<script>';

  await h.call().register({
    email: 'ann@example.com',
    password: 'Public test passw0rd',
    confirmPassword: 'Public test passw0rd',
    fullName,
  });

  const [mail] = await h.sendMails();
  expect(`${mail?.subject}${mail?.text}${mail?.html}`).not.toMatch(/evil|Bcc|script|money/);
});

test.each([
  'ann@example.com\r\nBcc: eve@example.com',
  'ann@example.com\nX: 1',
  'ann@example.com,eve@example.com',
  'Ann <ann@example.com>',
  'ann\u2028@example.com',
  'ann@exa\u001b[31mmple.com',
])('%j is no email address, so no mail goes there', async (email) => {
  await using h = await createAuthHarness();

  await expect(h.call().forgotPassword({ email })).rejects.toMatchObject({
    cause: { code: 'INVALID_REQUEST' },
  });
});
