/** Whether an answer tells who is registered. How long it takes is measured by `pnpm timing`. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHarness, type Harness } from '../testing/createHarness.ts';

const known = 'known@example.com';
const unknown = 'nobod@example.com';
const password = 'Public test passw0rd';

let h: Harness;

beforeAll(async () => {
  h = await createHarness({ env: { RATE_LIMIT_ENABLED: 'true' } });
  const body = { email: known, password, confirmPassword: password };
  await h.request('/api/v1/auth/register', { body });
});
afterAll(() => h[Symbol.asyncDispose]());

/** Of every answer its own, whoever asks. */
const own = new Set(['date', 'x-correlation-id', 'x-ratelimit-remaining', 'x-ratelimit-reset']);

async function told(path: string, body: object) {
  const answer = await h.request(path, { body });
  const headers = [...answer.headers].filter(([name]) => !own.has(name));
  const names = [...answer.headers.keys()];
  const { correlationId: _, timestamp: __, ...same } = answer.body;
  return { status: answer.status, names, headers, body: same };
}

test('E1 a wrong password and an unknown address are answered alike, one after another up to the lock', async () => {
  const statuses: number[] = [];
  for (let times = 0; times < 7; times += 1) {
    const wrong = { password: 'Wrong test passw0rd' };
    const ofKnown = await told('/api/v1/auth/login', { email: known, ...wrong });
    expect(await told('/api/v1/auth/login', { email: unknown, ...wrong })).toEqual(ofKnown);
    statuses.push(ofKnown.status);
    await h.clock.advance(60_000);
  }
  expect(statuses).toEqual([401, 401, 401, 401, 401, 423, 423]);
});

test('E2 a forgotten password is answered alike, also when no further link is sent', async () => {
  for (let times = 0; times < 5; times += 1) {
    const ofKnown = await told('/api/v1/auth/forgot-password', { email: known });
    expect(await told('/api/v1/auth/forgot-password', { email: unknown })).toEqual(ofKnown);
    expect(ofKnown.status).toBe(200);
    await h.clock.advance(60_000);
  }
});
