import { expect, test } from 'vitest';
import { createAuthHarness, goodPassword } from '../../testing/createAuthHarness.ts';

const newPassword = 'Another test passw0rd';
const passwords = { newPassword, confirmPassword: newPassword };

test('a key outlives a change and a reset of the password of who made it, and their mail says so', async () => {
  await using h = await createAuthHarness();
  const { accessToken, email } = await h.given.user();
  h.run('UPDATE users SET email_verified_at = 1');
  const keys = h.callAny(accessToken).apiKeys;
  const { key } = await keys.create({ name: 'Ledger', scopes: ['read'], password: goodPassword });
  const ask = () => h.callAny(key).deployments.list({});

  await h.call(accessToken).changePassword({ ...passwords, currentPassword: goodPassword });
  await expect(ask()).resolves.toMatchObject({ items: [] });

  await h.call().forgotPassword({ email });
  const [mail] = await h.sendMails();
  const token = /#token=([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
  await h.call().resetPassword({ ...passwords, token });
  await expect(ask()).resolves.toMatchObject({ items: [] });

  const told = (await h.sendMails()).filter(({ subject }) => subject.includes('was changed'));
  expect(told).toHaveLength(2);
  for (const { text } of told) expect(text).toContain('API keys that you made go on');
});
