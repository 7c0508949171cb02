import { expect, test } from 'vitest';
import { createHarness, type Harness } from '../testing/createHarness.ts';
import { exitCodes } from './command.ts';
import { activate, deactivate } from './deactivate.ts';
import { runCommand } from './testing/runCommand.ts';

const email = 'ann@example.com';
const password = 'Public test passw0rd';

const signIn = (h: Harness) => h.request('/api/v1/auth/login', { body: { email, password } });

/** Ann, signed in twice, with a key. */
async function givenAnn(h: Harness) {
  const body = { email, password, confirmPassword: password };
  const first = (await h.request('/api/v1/auth/register', { body })).body;
  const second = (await signIn(h)).body;
  const key = await h.request('/api/v1/api-keys', {
    token: first.accessToken,
    body: { name: 'Ledger', scopes: ['read'], password },
  });
  const tokens: string[] = [first.accessToken, second.accessToken, key.body.key];
  const statuses = () =>
    Promise.all(
      tokens.map(async (token) => (await h.request('/api/v1/auth/profile', { token })).status),
    );
  return { first, statuses };
}

test('a deactivated user is out within a second: sessions, refresh tokens and API keys', async () => {
  await using h = await createHarness();
  const { first, statuses } = await givenAnn(h);
  expect(await statuses()).toEqual([200, 200, 200]);

  const { code, out } = await runCommand(deactivate, h.config, [' Ann@Example.com']);
  expect({ code, out }).toEqual({
    code: exitCodes.ok,
    out: `${email} (${first.userId}) is now inactive\n`,
  });
  // As another process finds out.
  await h.clock.advance(500);

  expect(await statuses()).toEqual([401, 401, 401]);
  const { refreshToken } = first;
  const refreshed = await h.request('/api/v1/auth/refresh', { body: { refreshToken } });
  expect(refreshed.status).toBe(401);
  expect(await signIn(h)).toMatchObject({
    status: 403,
    body: { errorCode: 'ACCOUNT_INACTIVE' },
  });
  const { organization } = (await h.deps.store.findUserByEmail(email))!;
  const trail = await h.deps.store.listAudit(organization.id, 10);
  expect(trail).toContainEqual(
    expect.objectContaining({
      actor: 'operator',
      action: 'user.deactivate',
      target: first.userId,
    }),
  );
});

test('who is let in again signs in anew: what ended stays ended', async () => {
  await using h = await createHarness();
  const { statuses } = await givenAnn(h);
  await runCommand(deactivate, h.config, [email]);
  expect((await runCommand(deactivate, h.config, [email])).out).toContain('is already inactive');

  expect((await runCommand(activate, h.config, [email])).out).toContain('is now active');
  await h.clock.advance(500);

  expect(await statuses()).toEqual([401, 401, 401]);
  expect((await signIn(h)).status).toBe(200);
});

test('nobody and nothing are no users', async () => {
  await using h = await createHarness();

  expect(await runCommand(deactivate, h.config, ['eve@example.com'])).toEqual({
    code: exitCodes.failed,
    out: '',
    err: 'Cannot deactivate a user: nobody has the email "eve@example.com"\n',
  });
  expect(await runCommand(activate, h.config, [])).toMatchObject({ code: exitCodes.usage });
});
