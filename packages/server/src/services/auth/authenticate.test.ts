import { expect, test } from 'vitest';
import { createAuthHarness } from '../../testing/createAuthHarness.ts';

test('an access token stands for its user as the store knows them now', async () => {
  await using h = await createAuthHarness();
  const { accessToken, userId } = await h.given.user();

  const principal = await h.authenticate(accessToken);

  expect(principal).toMatchObject({
    user: { id: userId, email: 'ann@example.com' },
    role: 'owner',
    organization: { tier: 'Free' },
    session: { userId, revokedAt: null },
  });
});

test.each([undefined, null, ''])('no token (%j) is unauthorized', async (token) => {
  await using h = await createAuthHarness();

  await expect(h.authenticate(token)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
});

test('a session that ended lets nobody in, at once', async () => {
  await using h = await createAuthHarness();
  const { accessToken } = await h.given.user();
  const { session } = await h.authenticate(accessToken);

  await h.store.revokeSession(session.id, h.clock.now(), h.someAudit());

  await expect(h.authenticate(accessToken)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
});

test('a token of an hour ago lets nobody in', async () => {
  await using h = await createAuthHarness();
  const { accessToken } = await h.given.user();

  await h.clock.advance(3_600_000);

  await expect(h.authenticate(accessToken)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
});

test('a well-signed token of a session that does not exist, or of another user, gets nobody in', async () => {
  await using h = await createAuthHarness();
  const ann = await h.authenticate((await h.given.user()).accessToken);
  const bob = await h.authenticate((await h.given.user({ email: 'bob@example.com' })).accessToken);

  const lost = await h.deps.accessTokens.issue(ann, 'ses_00000000000000000000000000');
  const mixed = await h.deps.accessTokens.issue(ann, bob.session.id);

  await expect(h.authenticate(lost.token)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  await expect(h.authenticate(mixed.token)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
});
