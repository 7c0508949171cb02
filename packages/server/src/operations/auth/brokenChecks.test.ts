/** What an outage of ours costs who signs in: nothing. */
import { expect, test } from 'vitest';
import type { PasswordHasher } from '../../ports/auth.ts';
import { createAuthenticatorApp } from '../../testing/authenticatorApp.ts';
import { createAuthHarness, goodPassword } from '../../testing/createAuthHarness.ts';

const email = 'ann@example.com';
const password = goodPassword;
const newPassword = 'Another test passw0rd';

/** Hashes for nothing, and not at all while it is out of order. */
function createFragileHasher() {
  const state = { broken: false };
  const answer = <Value>(value: Value): Promise<Value> =>
    state.broken ? Promise.reject(new Error('Cannot allocate memory')) : Promise.resolve(value);
  const passwordHasher: PasswordHasher = {
    hash: (text) => answer(text),
    verify: (text, phc) => answer({ ok: text === phc, outdated: false }),
  };
  return { state, passwordHasher };
}

/** More often than one may fail. */
async function sixTimes(work: () => Promise<unknown>, message: string): Promise<void> {
  for (let time = 0; time < 6; time += 1) await expect(work()).rejects.toThrow(message);
}

test('passwords that could not be compared count against nobody', async () => {
  const { state, passwordHasher } = createFragileHasher();
  await using h = await createAuthHarness({ passwordHasher });
  const { accessToken } = await h.given.user();
  const change = { currentPassword: password, newPassword, confirmPassword: newPassword };

  state.broken = true;
  await sixTimes(() => h.call().login({ email, password }), 'memory');
  await sixTimes(() => h.call(accessToken).stepUp({ password }), 'memory');
  await sixTimes(() => h.call(accessToken).changePassword(change), 'memory');
  state.broken = false;

  await expect(h.call().login({ email, password })).resolves.toMatchObject({ email });
  await expect(h.call(accessToken).stepUp({ password })).resolves.toMatchObject({ success: true });
  await expect(h.call(accessToken).changePassword(change)).resolves.toMatchObject({ email });
});

test('codes that could not be looked at, for their key was away, count against nobody', async () => {
  await using h = await createAuthHarness();
  const { accessToken } = await h.given.user();
  await h.call(accessToken).stepUp({ password });
  const { secret } = await h.callAny(accessToken).secondFactor.enrol({});
  const app = createAuthenticatorApp(secret, h.clock);
  await h.callAny(accessToken).secondFactor.confirm({ totp: app.code() });
  await h.clock.advance(30_000);
  const proof = () => ({ password, totp: app.code() });
  const login = () => h.call().login({ email, ...proof() });
  const stepUp = () => h.call(accessToken).stepUp(proof());
  const { vault } = h.deps;

  Object.assign(h.deps, { vault: { ...vault, open: () => Promise.reject(new Error('no key')) } });
  await sixTimes(login, 'no key');
  await sixTimes(stepUp, 'no key');
  Object.assign(h.deps, { vault });

  await expect(login()).resolves.toMatchObject({ email });
  await h.clock.advance(30_000);
  await expect(stepUp()).resolves.toMatchObject({ success: true });
});

test('a password that was wrong stays counted when that cannot be written down', async () => {
  await using h = await createAuthHarness();
  await h.given.user();
  const wrong = { email, password: `${password}x` };
  const { failTry } = h.store;

  Object.assign(h.store, { failTry: () => Promise.reject(new Error('disk full')) });
  for (let time = 0; time < 5; time += 1)
    await expect(h.call().login(wrong)).rejects.toThrow('disk full');
  Object.assign(h.store, { failTry });

  const sixth = h
    .call()
    .login({ email, password })
    .catch((error: unknown) => error);
  expect(await h.clock.advanceUntil(sixth, 1_000)).toMatchObject({
    cause: { code: 'ACCOUNT_LOCKED' },
  });
});
