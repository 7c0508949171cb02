import { expect, test } from 'vitest';
import { createAuthHarness, goodPassword } from '../../testing/createAuthHarness.ts';

test('logout() ends this session at once, its access token and its refresh token', async () => {
  await using h = await createAuthHarness();
  const { accessToken, refreshToken, userId } = await h.given.user();

  expect(await h.call(accessToken).logout()).toEqual({ success: true });

  await expect(h.call(accessToken).profile()).rejects.toMatchObject({
    code: 'UNAUTHORIZED',
    cause: { code: 'UNAUTHORIZED' },
  });
  await expect(h.call().refresh({ refreshToken })).rejects.toMatchObject({
    cause: { code: 'INVALID_REFRESH_TOKEN' },
  });
  expect(h.audit().map(({ action, actor }) => ({ action, actor }))).toContainEqual({
    action: 'auth.logout',
    actor: userId,
  });
});

test('other sessions of the user go on', async () => {
  await using h = await createAuthHarness();
  const phone = await h.given.user();
  const laptop = await h.call().login({ email: 'ann@example.com', password: goodPassword });

  await h.call(phone.accessToken).logout();

  await expect(h.call(laptop.accessToken).profile()).resolves.toBeDefined();
  await expect(h.call().refresh({ refreshToken: laptop.refreshToken })).resolves.toBeDefined();
});

test('without a token, or after logging out, there is nothing to log out of', async () => {
  await using h = await createAuthHarness();
  const { accessToken } = await h.given.user();
  await h.call(accessToken).logout();

  await expect(h.call().logout()).rejects.toMatchObject({ cause: { code: 'UNAUTHORIZED' } });
  await expect(h.call(accessToken).logout()).rejects.toMatchObject({
    cause: { code: 'UNAUTHORIZED' },
  });
});
