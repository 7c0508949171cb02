import { expect, test } from 'vitest';
import { createAuthHarness } from '../../testing/createAuthHarness.ts';

const day = 24 * 60 * 60 * 1_000;

test('refresh() gives new tokens for the same session', async () => {
  await using h = await createAuthHarness();
  const first = await h.given.user();
  await h.clock.advance(3_600_000);

  const next = await h.call().refresh({ refreshToken: first.refreshToken });

  expect(next.refreshToken).not.toBe(first.refreshToken);
  const { session } = await h.authenticate(next.accessToken);
  expect(session.userId).toBe(first.userId);
  expect(h.audit().at(-1)).toMatchObject({
    action: 'auth.refresh',
    outcome: 'success',
    actor: first.userId,
    target: session.id,
  });
});

test('a client that failed to save the answer gets the same child within 10 s', async () => {
  await using h = await createAuthHarness();
  const { refreshToken } = await h.given.user();

  const first = await h.call().refresh({ refreshToken });
  await h.clock.advance(9_999);
  const again = await h.call().refresh({ refreshToken });

  expect(again.refreshToken).toBe(first.refreshToken);
  await expect(h.authenticate(again.accessToken)).resolves.toBeDefined();
});

test('concurrent refreshes leave one live child', async () => {
  await using h = await createAuthHarness();
  const { refreshToken } = await h.given.user();

  const answers = await Promise.all(
    Array.from({ length: 20 }, () => h.call().refresh({ refreshToken })),
  );

  expect(new Set(answers.map((answer) => answer.refreshToken)).size).toBe(1);
  const child = answers[0]?.refreshToken ?? '';
  await expect(h.call().refresh({ refreshToken: child })).resolves.toBeDefined();
});

test.each<
  [string, (h: Awaited<ReturnType<typeof createAuthHarness>>, child: string) => Promise<unknown>]
>([
  ['10 s later', (h) => h.clock.advance(10_000)],
  ['after its child was used', (h, child) => h.call().refresh({ refreshToken: child })],
])('a parent that comes again %s ends the whole session', async (_when, meanwhile) => {
  await using h = await createAuthHarness();
  const { refreshToken, accessToken } = await h.given.user();
  const child = await h.call().refresh({ refreshToken });
  await meanwhile(h, child.refreshToken);

  await expect(h.call().refresh({ refreshToken })).rejects.toMatchObject({
    code: 'UNAUTHORIZED',
    cause: { code: 'REFRESH_TOKEN_REUSED', status: 401 },
  });

  expect(h.audit().at(-1)).toMatchObject({
    action: 'auth.refresh',
    outcome: 'failure',
    error_code: 'REFRESH_TOKEN_REUSED',
  });
  await expect(h.call().refresh({ refreshToken: child.refreshToken })).rejects.toMatchObject({
    cause: { code: 'INVALID_REFRESH_TOKEN' },
  });
  for (const token of [accessToken, child.accessToken]) {
    await expect(h.authenticate(token)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  }
});

test('a session lives on while it is refreshed, and ends 7 days after the last time', async () => {
  await using h = await createAuthHarness();
  let { refreshToken } = await h.given.user();

  for (let week = 0; week < 3; week++) {
    await h.clock.advance(7 * day - 1_000);
    const answer = await h.call().refresh({ refreshToken });
    await expect(h.authenticate(answer.accessToken)).resolves.toBeDefined();
    refreshToken = answer.refreshToken;
  }
  await h.clock.advance(7 * day);

  await expect(h.call().refresh({ refreshToken })).rejects.toMatchObject({
    cause: {
      code: 'INVALID_REFRESH_TOKEN',
      message: 'Cannot refresh: the refresh token has expired',
    },
  });
});

test.each(['', 'x'.repeat(201), 'unknown', 'A'.repeat(43)])(
  'what is no refresh token of ours is refused: %j',
  async (refreshToken) => {
    await using h = await createAuthHarness();

    await expect(h.call().refresh({ refreshToken })).rejects.toMatchObject({
      cause: { status: refreshToken.length === 0 || refreshToken.length > 200 ? 400 : 401 },
    });
  },
);

test('an access token is no refresh token, and a refresh token is no access token', async () => {
  await using h = await createAuthHarness();
  const { accessToken, refreshToken } = await h.given.user();

  await expect(h.call().refresh({ refreshToken: accessToken.slice(-43) })).rejects.toMatchObject({
    cause: { code: 'INVALID_REFRESH_TOKEN' },
  });
  await expect(h.authenticate(refreshToken)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
});

test('a deactivated user cannot refresh', async () => {
  await using h = await createAuthHarness();
  const { refreshToken, userId } = await h.given.user();
  h.deactivate(userId);

  await expect(h.call().refresh({ refreshToken })).rejects.toMatchObject({
    cause: { code: 'INVALID_REFRESH_TOKEN' },
  });
});
