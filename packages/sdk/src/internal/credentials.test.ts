import { expect, test } from 'vitest';
import { createClientIn } from '../createClient.ts';
import { AuthenticationError, ServerError, type Session } from '../index.ts';
import { refuse, startServer, type Answer } from '../testing/startServer.ts';
import { createTestRuntime } from '../testing/testRuntime.ts';

const first = { accessToken: 'access-1', refreshToken: 'refresh-1' };
const second = { accessToken: 'access-2', refreshToken: 'refresh-2' } as Session;

/** Knows the second session only; the first one's refresh token buys it. */
const expired: Answer = ({ path, headers }, response) => {
  if (path === '/api/v1/auth/refresh') return second;
  if (headers.authorization === 'Bearer access-2') return { userId: 'u' };
  return refuse(response, 401, 'UNAUTHORIZED');
};

function clientOf(baseUrl: string) {
  const sessions: (Session | null)[] = [];
  const client = createClientIn(createTestRuntime(), {
    baseUrl,
    session: first,
    onSession: (session) => void sessions.push(session),
  });
  return { client, sessions };
}

test('parallel calls with an expired token renew it once, and all succeed', async () => {
  await using server = await startServer(expired);
  const { client, sessions } = clientOf(server.url);

  const profiles = await Promise.all(Array.from({ length: 20 }, () => client.auth.profile()));

  expect(profiles).toHaveLength(20);
  const refreshes = server.seen.filter(({ path }) => path.endsWith('/refresh'));
  expect(refreshes.map(({ body }) => body)).toEqual([{ refreshToken: 'refresh-1' }]);
  expect(sessions).toEqual([second]);
});

test('a mutation goes out under the same key after the token was renewed', async () => {
  await using server = await startServer(expired);
  const { client } = clientOf(server.url);

  await client.deployments.cancel('dep_1');

  const keys = server.seen.map(({ headers }) => headers['idempotency-key']);
  expect(keys).toEqual([keys[0], undefined, keys[0]]);
});

test('a token that is refused again after it was renewed is not renewed for ever', async () => {
  await using server = await startServer(({ path }, response) =>
    path.endsWith('/refresh') ? second : refuse(response, 401, 'UNAUTHORIZED'),
  );
  const { client } = clientOf(server.url);

  await expect(client.auth.profile()).rejects.toBeInstanceOf(AuthenticationError);
  expect(server.seen).toHaveLength(3);
});

test('a session that has ended is told once and left', async () => {
  await using server = await startServer(({ path }, response) =>
    refuse(response, 401, path.endsWith('/refresh') ? 'INVALID_REFRESH_TOKEN' : 'UNAUTHORIZED'),
  );
  const { client, sessions } = clientOf(server.url);

  const results = await Promise.allSettled([client.auth.profile(), client.auth.profile()]);

  expect(results).toMatchObject([
    { reason: { code: 'INVALID_REFRESH_TOKEN' } },
    { reason: { code: 'INVALID_REFRESH_TOKEN' } },
  ]);
  expect(sessions).toEqual([null]);
  await expect(client.auth.refresh()).rejects.toThrow('nobody is signed in');
});

test('a refresh that fails on the way keeps the session', async () => {
  await using server = await startServer(({ path }, response) =>
    path.endsWith('/refresh')
      ? refuse(response, 500, 'INTERNAL_SERVER_ERROR')
      : refuse(response, 401, 'UNAUTHORIZED'),
  );
  const { client, sessions } = clientOf(server.url);

  await expect(client.auth.profile()).rejects.toBeInstanceOf(ServerError);
  expect(sessions).toEqual([]);
});

test('a sign-in during a refresh is not overwritten by its answer', async () => {
  const third = { accessToken: 'access-3', refreshToken: 'refresh-3' } as Session;
  const arrived = Promise.withResolvers<void>();
  const signedIn = Promise.withResolvers<void>();
  await using server = await startServer(async ({ path }) => {
    if (path.endsWith('/login')) return third;
    if (!path.endsWith('/refresh')) return {};
    arrived.resolve();
    await signedIn.promise;
    return second;
  });
  const { client, sessions } = clientOf(server.url);

  const refreshing = client.auth.refresh();
  await arrived.promise;
  await client.auth.login({ email: 'a@example.com', password: 'x' });
  signedIn.resolve();
  await refreshing;
  await client.auth.profile();

  expect(sessions).toEqual([third]);
  expect(server.seen.at(-1)?.headers.authorization).toBe('Bearer access-3');
});

test('one impatient caller does not break off the renewal for the others', async () => {
  const stop = new AbortController();
  const answered = Promise.withResolvers<void>();
  await using server = await startServer(async (request, response, count) => {
    if (request.path.endsWith('/refresh')) {
      stop.abort(new Error('Enough'));
      await answered.promise;
    }
    return expired(request, response, count);
  });
  const { client } = clientOf(server.url);

  const impatient = client.auth.profile({ signal: stop.signal });
  const patient = client.auth.profile();
  await expect(impatient).rejects.toThrow('Enough');
  answered.resolve();

  expect(await patient).toEqual({ userId: 'u' });
});

test('logout() ends the session on both sides', async () => {
  await using server = await startServer(() => ({ success: true }));
  const { client, sessions } = clientOf(server.url);

  await client.auth.logout();
  await client.auth.profile();

  expect(sessions).toEqual([null]);
  expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer access-1',
    undefined,
  ]);
});
