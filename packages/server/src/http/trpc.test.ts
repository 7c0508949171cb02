import { expect, test } from 'vitest';
import { createHarness } from '../testing/createHarness.ts';
import { bond } from '../testing/tokenExamples.ts';

test('tRPC answers the same as REST, and its errors carry the same body in error.data', async () => {
  await using h = await createHarness();
  const { accessToken: token } = await h.given.signedInUser();

  const issued = await h.request('/trpc/tokens.issue', {
    token,
    body: { tokenType: 'asa-ft', body: bond },
    headers: { 'idempotency-key': 'k' },
  });
  const again = await h.request('/trpc/tokens.issue', {
    token,
    body: { tokenType: 'asa-ft', body: bond },
    headers: { 'idempotency-key': 'k' },
  });
  expect(issued).toMatchObject({ status: 200, body: { result: { data: { status: 'Queued' } } } });
  expect(again.body).toEqual(issued.body);
  expect(again.headers.get('idempotent-replayed')).toBe('true');

  const refused = await h.request('/trpc/tokens.issue', {
    token,
    body: { tokenType: 'asa-ft', body: { ...bond, decimals: 20 } },
  });
  const rest = await h.request('/api/v1/token/asa-ft', { token, body: { ...bond, decimals: 20 } });
  const { correlationId: _, timestamp: __, ...same } = rest.body;
  expect(refused).toMatchObject({ status: 400, body: { error: { data: same } } });
  expect(JSON.stringify(refused.body)).not.toContain('stack');

  const stranger = await h.request('/trpc/deployments.list');
  expect(stranger).toMatchObject({
    status: 401,
    body: { error: { data: { errorCode: 'UNAUTHORIZED' } } },
  });
});

test('an answer over tRPC has the status and Retry-After of REST, also where tRPC has no code for it', async () => {
  await using h = await createHarness();
  const login = { email: 'nobody@example.com', password: 'Public wr0ng password' };
  for (let time = 0; time < 5; time += 1) await h.request('/trpc/auth.login', { body: login });

  const locked = await h.request('/trpc/auth.login', { body: login });
  const mixed = await h.request('/trpc/auth.login,auth.forgotPassword?batch=1', {
    body: { 0: login, 1: { email: login.email } },
  });

  expect(locked).toMatchObject({
    status: 423,
    body: { error: { data: { errorCode: 'ACCOUNT_LOCKED' } } },
  });
  expect(locked.headers.get('retry-after')).toBe('1800');
  expect(mixed.status).toBe(207);
});

test('a subscription tells the history so far, then each change, until the deployment rests', async () => {
  await using h = await createHarness();
  const { accessToken: token } = await h.given.signedInUser();
  const { body: issued } = await h.request('/api/v1/token/asa-ft', { token, body: bond });
  const input = encodeURIComponent(JSON.stringify({ deploymentId: issued.deploymentId }));

  const response = await h.app.request(`/trpc/deployments.watch?input=${input}`, {
    headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
  });
  await h.request(`${issued.statusUrl}/cancel`, { method: 'POST', token });
  const told = await response.text();

  expect(told).toMatch(/"status":"Queued"[^]*"status":"Cancelled"/);
  expect(told).toContain('id: 2');
});
