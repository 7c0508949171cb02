import { expect, test } from 'vitest';
import { createAuthHarness, goodPassword } from '../../testing/createAuthHarness.ts';

const credentials = { email: 'ann@example.com', password: goodPassword };

test('a sign-in from a device that was not seen before is mailed about, one from a known device is not', async () => {
  await using h = await createAuthHarness();
  await h.given.user();
  h.run('UPDATE users SET email_verified_at = 1');
  await h.call().login(credentials);
  expect((await h.sendMails()).map(({ subject }) => subject)).toEqual([
    'Confirm your email address',
  ]);

  await h.callFrom({ ip: '198.51.100.9', userAgent: 'Elsewhere/1\r\nBcc: x' }).login(credentials);

  const [mail] = await h.sendMails();
  expect(mail).toMatchObject({ to: credentials.email, subject: 'New sign-in to your account' });
  expect(mail?.text).toContain('\nFrom address: 198.51.100.9\n\nWith: Elsewhere/1 Bcc: x\n');
});

test('a failed sign-in from elsewhere mails nobody', async () => {
  await using h = await createAuthHarness();
  await h.given.user();
  await h.sendMails();

  const signingIn = h
    .callFrom({ ip: '198.51.100.9', userAgent: 'Elsewhere' })
    .login({ ...credentials, password: 'Wrong-1!' });

  await expect(signingIn).rejects.toBeDefined();
  expect(await h.sendMails()).toHaveLength(1);
});
