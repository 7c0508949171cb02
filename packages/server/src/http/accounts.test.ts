import { expect, test } from 'vitest';
import { createHarness, type Harness, type SignedInUser } from '../testing/createHarness.ts';

const path = '/api/v1/account/import-arc76';
/** Public test facts; the account of nobody. */
const arc76 = { email: 'old@example.com', password: 'Public arc76 password' };

const env = { RATE_LIMIT_ENABLED: 'true', RATE_LIMIT_ACCOUNT_IMPORT_PER_HOUR: '3' };

function bringIn(h: Harness, user: SignedInUser, key: string, slot = 0) {
  return h.request(path, {
    token: user.accessToken,
    headers: { 'idempotency-key': key },
    body: { arc76: { ...arc76, slot }, acceptRisk: true },
  });
}

test('an import answers 201, and its repetition the same with a mark', async () => {
  await using h = await createHarness();
  const user = await h.given.steppedUp(await h.given.signedInUser());

  const answers = await Promise.all([1, 2].map(() => bringIn(h, user, 'import-1')));

  const [first, second] = answers.toSorted(
    (a, b) =>
      Number(a.headers.has('idempotent-replayed')) - Number(b.headers.has('idempotent-replayed')),
  );
  expect(first).toMatchObject({ status: 201, body: { success: true } });
  expect(second).toMatchObject({ status: 201, body: first?.body });
  expect(second?.headers.get('idempotent-replayed')).toBe('true');
});

test('a user brings in, or tries to, so often within an hour, and is told when the next may come', async () => {
  await using h = await createHarness({ env });
  const user = await h.given.steppedUp(await h.given.signedInUser());
  const other = await h.given.steppedUp(await h.given.signedInUser());

  const tries = await Promise.all(
    [0, 1, 2, 3, 4].map((slot) => bringIn(h, user, `k${slot}`, slot)),
  );

  expect(tries.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
    201, 201, 201, 429, 429,
  ]);
  const refused = tries.find(({ status }) => status === 429);
  expect(refused?.body).toMatchObject({
    errorCode: 'RATE_LIMIT_EXCEEDED',
    errorMessage:
      'Cannot answer yet: there were too many requests, at most 3 may come within an hour',
    details: { limit: 3, windowSeconds: 3_600 },
  });
  const wait = Number(refused?.headers.get('retry-after'));
  expect(wait).toBeGreaterThanOrEqual(3_600);
  expect(wait).toBeLessThanOrEqual(3_900);
  expect(await bringIn(h, other, 'k', 0)).toMatchObject({ status: 201 });
  await h.clock.advance(wait * 1_000);
  const again = await h.given.session(user);
  expect(await bringIn(h, await h.given.steppedUp(again), 'k9', 9)).toMatchObject({ status: 201 });
});

test('what is refused for want of consent counts as no try', async () => {
  await using h = await createHarness({ env });
  const user = await h.given.steppedUp(await h.given.signedInUser());

  for (let n = 0; n < 5; n += 1)
    expect(await h.request(path, { token: user.accessToken, body: { arc76 } })).toMatchObject({
      status: 400,
      body: { errorCode: 'ACCOUNT_RISK_NOT_ACCEPTED' },
    });
  expect(await bringIn(h, user, 'import-2')).toMatchObject({ status: 201 });
});

test('an API key of the owner sees the accounts, and can neither import nor choose', async () => {
  await using h = await createHarness();
  const user = await h.given.steppedUp(await h.given.signedInUser());
  const { key: token } = await h.given.apiKey(user, ['read', 'deploy', 'webhooks', 'audit']);

  const { body } = await h.request('/api/v1/account', { token });
  expect(body.items).toHaveLength(2);
  const [{ accountId }] = body.items;
  for (const [asked, sent] of [
    [path, { arc76, acceptRisk: true }],
    ['/api/v1/account/issuing', { accountId }],
  ] as const)
    expect(await h.request(asked, { token, body: sent })).toMatchObject({
      status: 403,
      body: { errorCode: 'FORBIDDEN' },
    });
});

test('neither email nor password of the account comes into the log', async () => {
  await using h = await createHarness();
  const user = await h.given.steppedUp(await h.given.signedInUser());
  await bringIn(h, user, 'import-3');
  await bringIn(h, user, 'import-3', 2);
  await h.request(`${path}?password=${arc76.password}`, { token: user.accessToken, body: {} });
  await h.request('/trpc/account.importArc76', {
    token: user.accessToken,
    body: { arc76, acceptRisk: true },
  });

  const logged = JSON.stringify(h.log);
  expect(h.log.length).toBeGreaterThan(3);
  expect(logged).not.toContain(arc76.password);
  expect(logged).not.toContain(arc76.email);
});
