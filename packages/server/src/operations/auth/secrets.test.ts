import { inspect } from 'node:util';
import { toWireError } from '@biatec-tokens/core';
import { expect, test } from 'vitest';
import { toAppError } from '../../trpc/errors.ts';
import { createAuthHarness } from '../../testing/createAuthHarness.ts';

// Marks that nothing else in the process or the database contains.
const password = 'Sentinel passw0rd 7f3a';
const wrongPassword = 'Sentinel wr0ng 9c1e';

test('no password and no token is stored readably', async () => {
  await using h = await createAuthHarness();
  const registered = await h.given.user({ password });
  const { refreshToken } = await h.call().refresh({ refreshToken: registered.refreshToken });
  await h
    .call()
    .login({ email: 'ann@example.com', password: wrongPassword })
    .catch(() => {});
  const { organization } = await h.authenticate(registered.accessToken);
  const avm = await h.store.getIssuer(organization.id, 'avm');

  const stored = h.storedBytes();

  // Proves that the bytes are those of the database, and that looking for something in it works.
  expect(stored.includes('ann@example.com')).toBe(true);
  expect(stored.includes(Buffer.from(avm.sealedKey))).toBe(true);
  for (const secret of [
    password,
    wrongPassword,
    registered.refreshToken,
    refreshToken,
    registered.accessToken,
  ]) {
    expect(stored.includes(secret)).toBe(false);
    expect(stored.includes(Buffer.from(secret).toString('base64'))).toBe(false);
  }
});

test('no error shows a password or a token, on the wire or in a log', async () => {
  await using h = await createAuthHarness();
  const { accessToken, refreshToken } = await h.given.user({ password });
  await h.call(accessToken).logout();
  const ann = { email: 'ann@example.com', password };

  const attempts: (() => Promise<unknown>)[] = [
    () => h.call().register({ ...ann, confirmPassword: password }),
    () => h.call().register({ ...ann, confirmPassword: wrongPassword }),
    () => h.call().register({ ...ann, password: 'sentinel', confirmPassword: 'sentinel' }),
    () => h.call().register({ password: [password], confirmPassword: { password } } as never),
    () => h.call().register({ ...ann, confirmPassword: password, email: password }),
    () => h.call().login({ ...ann, password: wrongPassword }),
    () => h.call().refresh({ refreshToken }),
    () => h.call().refresh({ refreshToken: `${refreshToken}${'x'.repeat(200)}` }),
    () => h.call(accessToken).profile(),
    () => h.call(`${accessToken}x`).profile(),
  ];

  for (const attempt of attempts) {
    const error = await attempt().then(
      () => expect.fail('should have failed'),
      (thrown: unknown) => thrown,
    );
    const appError = toAppError(error);
    const wire = toWireError(appError, { correlationId: 'test', now: h.clock.now() });
    const printed = [error, appError]
      .map((each) => inspect(each, { depth: 20, showHidden: true }))
      .concat(JSON.stringify(wire), JSON.stringify(error))
      .join('\n');
    for (const secret of [password, wrongPassword, accessToken, refreshToken]) {
      expect(printed).not.toContain(secret);
    }
  }
});
