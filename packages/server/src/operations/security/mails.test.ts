import { expect, test } from 'vitest';
import { createAuthenticatorApp } from '../../testing/authenticatorApp.ts';
import { createAuthHarness, goodPassword as password } from '../../testing/createAuthHarness.ts';

test('a new API key and new recovery codes are told by mail, without a secret and without words of who asked', async () => {
  await using h = await createAuthHarness();
  const any = h.callAny((await h.given.user()).accessToken);
  const told = async (subject: string) =>
    (await h.sendMails()).filter((mail) => mail.subject === subject).map(({ text }) => text);

  const { key, hint } = await any.apiKeys.create({
    name: 'Call 555-0100',
    scopes: ['read', 'deploy'],
    password,
  });
  const [made] = await told('An API key was made in your name');
  expect(made).toContain(`Begins with: ${hint}`);
  expect(made).toContain('Scopes: read, deploy');
  expect(made).toContain('From address: 192.0.2.7');
  expect(made).not.toMatch(/Call 555/);
  expect(made).not.toContain(key);

  const { secret } = await any.secondFactor.enrol({ password });
  const app = createAuthenticatorApp(secret, h.clock);
  await any.secondFactor.confirm({ totp: app.code() });
  await h.clock.advance(30_000);
  const { recoveryCodes } = await any.secondFactor.renewRecoveryCodes({
    password,
    totp: app.code(),
  });
  const [renewed] = await told('Your recovery codes were replaced');
  expect(renewed).toContain('The old ones are void');
  for (const code of recoveryCodes) expect(renewed).not.toContain(code);

  expect(await any.apiKeys.create({ name: 'x', scopes: [] }).catch(() => 'refused')).toBe(
    'refused',
  );
  expect(await told('An API key was made in your name')).toHaveLength(1);
});
