import { expect, test } from 'vitest';
import { createLimiter } from '../services/limits/createLimiter.ts';
import { createHarness, type Harness } from '../testing/createHarness.ts';
import { createServerApp } from '../createServer.ts';
import { createParts } from '../createParts.ts';

const env = {
  RATE_LIMIT_ENABLED: 'true',
  RATE_LIMIT_USER_PER_MINUTE: '20',
  RATE_LIMIT_CLIENT_PER_MINUTE: '10',
  RATE_LIMIT_AUTH_CLIENT_PER_MINUTE: '6',
  RATE_LIMIT_AUTH_EMAIL_PER_MINUTE: '3',
};
const networks = '/api/v1/networks';

const profile = (h: Harness, token: string) => h.request('/api/v1/auth/profile', { token });

test('every answer tells the limit, what is left and until when; the one over it is 429 with Retry-After', async () => {
  await using h = await createHarness({ env });
  const { accessToken } = await h.given.signedInUser();

  const first = await profile(h, accessToken);
  for (let count = 2; count <= 20; count += 1) await profile(h, accessToken);
  const refused = await profile(h, accessToken);

  expect(first.headers.get('x-ratelimit-limit')).toBe('20');
  expect(first.headers.get('x-ratelimit-remaining')).toBe('19');
  expect(refused).toMatchObject({ status: 429, body: { errorCode: 'RATE_LIMIT_EXCEEDED' } });
  expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
  const wait = Number(refused.headers.get('retry-after'));
  expect(wait).toBeGreaterThanOrEqual(60);
  expect(wait).toBeLessThanOrEqual(65);
  const now = h.clock.now().getTime() / 1_000;
  expect(Number(refused.headers.get('x-ratelimit-reset'))).toBe(now + wait);
  await h.clock.advance(wait * 1_000);
  expect((await profile(h, accessToken)).status).toBe(200);
});

test('1,000 parallel requests of one user to two processes never exceed the limit by one', async () => {
  await using h = await createHarness({ env });
  const { accessToken } = await h.given.signedInUser();
  const options = { log: silent, clock: h.clock, workers: false, probe: () => {} };
  const other = await createParts(h.config, options);
  const app = createServerApp(h.config, other, new AbortController().signal);
  const headers = { authorization: `Bearer ${accessToken}` };

  const statuses = await Promise.all(
    Array.from({ length: 1_000 }, async (_, index) => {
      const asked = index % 2 ? h.app : app;
      return (await asked.request('/api/v1/auth/profile', { headers })).status;
    }),
  );

  expect(statuses.filter((status) => status === 200)).toHaveLength(20);
  expect(statuses.filter((status) => status === 429)).toHaveLength(980);
  await other.close();
});

test('users are counted apart from each other and from strangers; a bad token is a stranger', async () => {
  await using h = await createHarness({ env });
  const [ann, bob] = [await h.given.signedInUser(), await h.given.signedInUser()];
  for (let count = 0; count < 20; count += 1) await profile(h, ann.accessToken);

  expect((await profile(h, ann.accessToken)).status).toBe(429);
  expect((await profile(h, bob.accessToken)).status).toBe(200);
  for (let count = 0; count < 10; count += 1)
    expect((await profile(h, 'bad-token')).status).toBe(401);
  expect((await profile(h, 'bad-token')).status).toBe(429);
  expect((await h.request(networks)).status).toBe(429);
});

test('probes are never counted', async () => {
  await using h = await createHarness({ env });

  for (let count = 0; count < 30; count += 1) {
    const answer = await h.request('/health/live');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-ratelimit-limit')).toBeNull();
  }
  expect((await h.request(networks)).status).toBe(200);
});

test('sign-ins are limited more strictly, per email and per client, also many in one batch', async () => {
  await using h = await createHarness({ env });
  const login = (email: string) =>
    h.request('/api/v1/auth/login', { body: { email, password: 'Public wr0ng password' } });

  for (let count = 0; count < 3; count += 1)
    expect(await login('ann@example.com')).toMatchObject({ status: 401 });
  const refused = await login(' ANN@example.com');
  expect(refused).toMatchObject({ status: 429, body: { details: { limit: 3 } } });
  expect(refused.headers.get('x-ratelimit-limit')).toBe('3');

  const batch = await h.request('/trpc/auth.login,auth.login,auth.login,auth.login?batch=1', {
    body: Object.fromEntries(
      [0, 1, 2, 3].map((n) => [n, { email: `${n}@example.com`, password: 'Public wr0ng passw' }]),
    ),
  });
  const codes = batch.body.map((each: any) => each.error.data.errorCode);
  expect(codes.toSorted()).toEqual([
    'INVALID_CREDENTIALS',
    'INVALID_CREDENTIALS',
    'INVALID_CREDENTIALS',
    'RATE_LIMIT_EXCEEDED',
  ]);
});

test.each([
  ['REST', '/api/v1/auth/login'],
  ['tRPC', '/trpc/auth.login'],
])('refused sign-ins over %s tell the limit that holds them back', async (_how, path) => {
  await using h = await createHarness({
    env: { ...env, RATE_LIMIT_AUTH_CLIENT_PER_MINUTE: '30', RATE_LIMIT_AUTH_EMAIL_PER_MINUTE: '7' },
  });
  const body = { email: 'ann@example.com', password: 'Public wr0ng password' };
  const told = [];
  for (let count = 0; count < 8; count += 1) {
    const { status, headers } = await h.request(path, { body });
    const [limit, remaining] = ['limit', 'remaining'].map((name) =>
      headers.get(`x-ratelimit-${name}`),
    );
    told.push([status, limit, remaining]);
  }

  expect(told).toEqual([
    [401, '7', '6'],
    [401, '7', '5'],
    [401, '7', '4'],
    [401, '7', '3'],
    [401, '7', '2'],
    [423, '7', '1'],
    [423, '7', '0'],
    [429, '7', '0'],
  ]);
});

test('a request whose correlation id is refused is counted, and told so', async () => {
  await using h = await createHarness({ env });

  const refused = await h.app.request(networks, { headers: { 'x-correlation-id': 'two words' } });

  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ errorCode: 'CORRELATION_ID_INVALID' });
  expect(refused.headers.get('x-ratelimit-remaining')).toBe('9');
  expect((await h.request(networks)).headers.get('x-ratelimit-remaining')).toBe('8');
});

test('a batch counts as many requests as it holds', async () => {
  await using h = await createHarness({ env });
  const path = `/trpc/${Array.from({ length: 11 }, () => 'networks.list').join(',')}?batch=1&input=%7B%7D`;

  expect((await h.request(path)).status).toBe(429);
  expect((await h.request(networks)).headers.get('x-ratelimit-remaining')).toBe('9');
});

test('where nothing can be counted nothing is limited, and the log says so', async () => {
  await using h = await createHarness({ env });
  const lines: string[] = [];
  const log = { ...silent, warn: (_: object, message: string) => void lines.push(message) };
  const limiter = createLimiter({
    limits: h.config.rateLimits,
    clock: h.clock,
    store: { takePermits: () => Promise.reject(new Error('no room')) },
    log,
  });

  expect(await limiter.take([{ kind: 'user', userId: 'ann' }])).toBeNull();
  await limiter.take([{ kind: 'user', userId: 'ann' }]);
  expect(lines).toEqual(['requests are not counted, and so not limited']);
});

const silent = { debug() {}, info() {}, warn() {}, error() {} };
