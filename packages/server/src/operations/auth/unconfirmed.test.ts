/**
 * Somebody registers with the address of somebody else, before they do, and waits for them: whatever this stranger could
 * lay by while only the password was proved must be worth nothing once the owner of the address arrives.
 */
import { AppError } from '@biatec-tokens/core';
import { expect, test } from 'vitest';
import { createAuthenticatorApp } from '../../testing/authenticatorApp.ts';
import { createAuthHarness, goodPassword as password } from '../../testing/createAuthHarness.ts';

type AuthHarness = Awaited<ReturnType<typeof createAuthHarness>>;

const ledger = { name: 'Ledger', scopes: ['read' as const], password };
const newPassword = 'Another test passw0rd';

test('who has not confirmed the address takes no words along, makes no key, no factor and brings no account in', async () => {
  await using h = await createAuthHarness({ emailVerificationRequired: true });
  const { accessToken } = await h.given.user();
  const any = h.callAny(accessToken);
  const arc76 = { email: 'old@example.com', password: 'Public arc76 password' };
  const lasting = {
    'account.export': () => any.account.export({ password }),
    'account.import_arc76': () => any.account.importArc76({ arc76, acceptRisk: true, password }),
    'api_key.create': () => any.apiKeys.create(ledger),
    'auth.second_factor.enrol': () => any.secondFactor.enrol({ password }),
  };

  for (const [action, call] of Object.entries(lasting)) {
    expect(await call().catch(causeOf)).toMatchObject({
      code: 'EMAIL_NOT_VERIFIED',
      status: 403,
      guidance: expect.stringContaining('POST /api/v1/auth/resend-verification'),
    });
    expect(h.audit().at(-1)).toMatchObject({
      action,
      outcome: 'failure',
      error_code: 'EMAIL_NOT_VERIFIED',
    });
  }
  expect(await h.sendMails()).toMatchObject([{ subject: 'Confirm your email address' }]);

  const [mail] = await h.sendMails();
  await h.call().verifyEmail({ token: tokenIn(mail?.text) });
  for (const call of Object.values(lasting)) await expect(call()).resolves.toBeDefined();
});

test('a reset that is the first proof of the mailbox ends the API keys and the second factor of before', async () => {
  await using h = await createAuthHarness();
  const { stranger, key, app } = await givenHijacked(h);

  await reset(h);

  expect(await h.callAny(key).deployments.list({}).catch(causeOf)).toMatchObject({
    code: 'API_KEY_INVALID',
  });
  expect(await stranger.auth.profile().catch(causeOf)).toMatchObject({ code: 'UNAUTHORIZED' });
  const mine = await h.call().login({ email: 'ann@example.com', password: newPassword });
  const owner = h.callAny(mine.accessToken);
  expect(await owner.secondFactor.get()).toMatchObject({ enabled: false, recoveryCodesLeft: 0 });
  expect(app.secret).toBeDefined();
  expect((await owner.apiKeys.list({})).items).toMatchObject([{ revokedAt: expect.any(String) }]);
  expect(h.audit().find(({ action }) => action === 'auth.reset_password')).toMatchObject({
    details: {
      firstProof: true,
      apiKeysRevoked: 1,
      secondFactorRemoved: true,
      endpointsDisabled: 0,
    },
  });
  const told = (await h.sendMails()).find(({ subject }) => subject === 'Your password was changed');
  expect(told?.text).toContain('The API keys made before, and the second factor, are void');
});

test('whoever had confirmed the address keeps keys and factor through a reset, and is told so', async () => {
  await using h = await createAuthHarness();
  const { key, app } = await givenHijacked(h);
  h.run('UPDATE users SET email_verified_at = 1');

  await reset(h);

  await expect(h.callAny(key).deployments.list({})).resolves.toMatchObject({ items: [] });
  const login = { email: 'ann@example.com', password: newPassword };
  expect(await h.call().login(login).catch(causeOf)).toMatchObject({
    code: 'SECOND_FACTOR_REQUIRED',
  });
  await expect(h.call().login({ ...login, totp: app.code() })).resolves.toBeDefined();
  const told = (await h.sendMails()).find(({ subject }) => subject === 'Your password was changed');
  expect(told?.text).toContain('API keys that you made go on');
  expect(told?.text).toContain('Every session has ended.');
});

test('a mail to an address that nobody has confirmed holds no words of who uses it', async () => {
  await using h = await createAuthHarness();
  const { email, accessToken } = await h.given.user();
  const signInFrom = (ip: string) =>
    h.callFrom({ ip, userAgent: 'Call 555-0100 at once' }).login({ email, password });
  const told = async () => JSON.stringify(await h.sendMails());

  await signInFrom('198.51.100.9');
  await h.callAny(accessToken).secondFactor.enrol({ password });
  await h.callAny(accessToken).account.export({ password });
  expect(await told()).toContain('New sign-in to your account');
  expect(await told()).toContain('The secret words of your accounts were shown');
  expect(await told()).not.toMatch(/Call 555|test agent/);

  h.run('UPDATE users SET email_verified_at = 1');
  await signInFrom('203.0.113.9');
  expect(await told()).toContain('Call 555');
});

/** An account with everything that a stranger could leave behind where addresses need not be confirmed. */
async function givenHijacked(h: AuthHarness) {
  const { accessToken } = await h.given.user();
  const stranger = h.callAny(accessToken);
  const { key } = await stranger.apiKeys.create(ledger);
  const { secret } = await stranger.secondFactor.enrol({ password });
  const app = createAuthenticatorApp(secret, h.clock);
  await stranger.secondFactor.confirm({ totp: app.code() });
  await h.clock.advance(30_000);
  return { stranger, key, app };
}

async function reset(h: AuthHarness): Promise<void> {
  await h.call().forgotPassword({ email: 'ann@example.com' });
  const mail = (await h.sendMails()).find(({ subject }) => subject === 'Reset your password');
  const token = tokenIn(mail?.text);
  await h.call().resetPassword({ token, newPassword, confirmPassword: newPassword });
}

function tokenIn(text = ''): string {
  return /#token=([\w-]+)/.exec(text)?.[1] ?? '';
}

function causeOf(error: unknown): AppError | undefined {
  const { cause } = error as Error;
  return cause instanceof AppError ? cause : undefined;
}
