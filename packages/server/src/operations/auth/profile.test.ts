import { profileAnswer } from '@biatec-tokens/core';
import { expect, test } from 'vitest';
import { createAuthHarness, goodPassword } from '../../testing/createAuthHarness.ts';

test('profile() tells who is signed in', async () => {
  await using h = await createAuthHarness();
  const registered = await h.call().register({
    email: 'ann@example.com',
    password: goodPassword,
    confirmPassword: goodPassword,
    fullName: 'Ann Example',
  });

  const profile = await h.call(registered.accessToken).profile();

  expect(profileAnswer.parse(profile)).toEqual({
    success: true,
    userId: registered.userId,
    email: 'ann@example.com',
    emailVerified: false,
    fullName: 'Ann Example',
    organizationId: expect.stringMatching(/^org_/),
    role: 'owner',
    apiKeyId: null,
    tier: 'Free',
    acceptedTerms: null,
    algorandAddress: registered.algorandAddress,
    evmAddress: registered.evmAddress,
    createdAt: '2026-03-01T12:00:00.000Z',
  });
});

test('each user sees their own', async () => {
  await using h = await createAuthHarness();
  const ann = await h.given.user();
  const bob = await h.given.user({ email: 'bob@example.com' });

  expect(await h.call(ann.accessToken).profile()).toMatchObject({ email: 'ann@example.com' });
  expect(await h.call(bob.accessToken).profile()).toMatchObject({ email: 'bob@example.com' });
});

test('a stranger and an expired token see none', async () => {
  await using h = await createAuthHarness();
  const { accessToken } = await h.given.user();

  await expect(h.call().profile()).rejects.toMatchObject({ cause: { code: 'UNAUTHORIZED' } });
  await h.clock.advance(3_600_000);
  await expect(h.call(accessToken).profile()).rejects.toMatchObject({
    cause: { code: 'UNAUTHORIZED' },
  });
});
