import { expect, test } from 'vitest';
import { createHarness, type Harness } from '../testing/createHarness.ts';

const env = {
  RATE_LIMIT_ENABLED: 'true',
  RATE_LIMIT_AUTH_CLIENT_PER_MINUTE: '1000',
  RATE_LIMIT_AUTH_EMAIL_PER_MINUTE: '1000',
  RATE_LIMIT_CLIENT_PER_MINUTE: '1000',
  RATE_LIMIT_ALREADY_REGISTERED_PER_HOUR: '3',
};
const password = 'Public-t3st-word';

test('a client is told of few users an hour; beyond, every address gets one and the same answer', async () => {
  await using h = await createHarness({ env });
  await register(h, 'ann@example.com');
  const register3 = () => [1, 2, 3].map(() => register(h, 'ann@example.com'));

  for (const told of await Promise.all(register3()))
    expect(told).toMatchObject({ status: 409, body: { errorCode: 'USER_ALREADY_EXISTS' } });

  const known = await register(h, 'ann@example.com');
  const unknown = await register(h, 'nobody@example.com');
  expect(known).toMatchObject({
    status: 429,
    body: { errorCode: 'RATE_LIMIT_EXCEEDED', details: { limit: 3, windowSeconds: 3_600 } },
  });
  expect(bare(unknown.body)).toEqual(bare(known.body));
  expect(await h.deps.store.findUserByEmail('nobody@example.com')).toBeUndefined();

  await h.clock.advance(Number(known.headers.get('retry-after')) * 1_000);
  expect((await register(h, 'nobody@example.com')).status).toBe(200);
});

test('who registers new addresses uses nothing of that limit up', async () => {
  await using h = await createHarness({ env });

  for (let count = 0; count < 5; count += 1)
    expect((await register(h, `user-${count}@example.com`)).status).toBe(200);

  expect((await register(h, 'user-0@example.com')).status).toBe(409);
});

function register(h: Harness, email: string) {
  const body = { email, password, confirmPassword: password };
  return h.request('/api/v1/auth/register', { body });
}

/** Without what every answer has of its own. */
function bare({ correlationId: _id, timestamp: _at, ...body }: Record<string, unknown>) {
  return body;
}
