import { expect, test } from 'vitest';
import { createAuthHarness, goodPassword } from '../../testing/createAuthHarness.ts';

const newPassword = 'Another test passw0rd';
const passwords = { newPassword, confirmPassword: newPassword };
const minute = 60_000;

type AuthHarness = Awaited<ReturnType<typeof createAuthHarness>>;

async function askForToken(h: AuthHarness, email = 'ann@example.com'): Promise<string> {
  await h.call().forgotPassword({ email });
  const [mail] = await h.sendMails();
  return tokenIn(mail?.text);
}

function tokenIn(text: string | undefined): string {
  const token = /#token=([\w-]+)/.exec(text ?? '')?.[1];
  if (token === undefined) throw new Error(`No link in: ${text}`);
  return token;
}

const invalid = { cause: { code: 'INVALID_RESET_TOKEN', status: 400 } };

test('the mailed link sets a new password, ends every session and signs nobody in', async () => {
  await using h = await createAuthHarness();
  const before = await h.given.user();
  const token = await askForToken(h);

  expect(await h.call().resetPassword({ token, ...passwords })).toEqual({ success: true });

  await expect(h.call(before.accessToken).profile()).rejects.toMatchObject({
    cause: { code: 'UNAUTHORIZED' },
  });
  expect(h.liveSessions()).toBe(0);
  const { email } = before;
  await expect(h.call().login({ email, password: goodPassword })).rejects.toBeDefined();
  await expect(h.call().login({ email, password: newPassword })).resolves.toMatchObject({
    algorandAddress: before.algorandAddress,
  });
});

test('the link leads to PUBLIC_URL, with its secret behind the #', async () => {
  await using h = await createAuthHarness();
  await h.given.user();
  await h.call().forgotPassword({ email: 'ann@example.com' });

  const [mail] = await h.sendMails();

  expect(mail).toMatchObject({ to: 'ann@example.com', subject: 'Reset your password' });
  expect(mail?.text).toMatch(/\nhttps:\/\/tokens\.example\/reset-password#token=[\w-]{43}\n/);
  expect(mail?.html).toMatch(/href="https:\/\/tokens\.example\/reset-password#token=[\w-]{43}"/);
});

test('of 50 parallel tries of one token exactly one succeeds', async () => {
  await using h = await createAuthHarness({ passwordHasher: cheapHasher() });
  await h.given.user();
  const token = await askForToken(h);

  const tries = await Promise.allSettled(
    Array.from({ length: 50 }, () => h.call().resetPassword({ token, ...passwords })),
  );

  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const one of tries) if (one.status === 'rejected') expect(one.reason).toMatchObject(invalid);
  const told = (await h.sendMails()).filter(({ subject }) => subject.includes('was changed'));
  expect(told).toHaveLength(1);
});

test('a token works once, and ends all others of its user', async () => {
  await using h = await createAuthHarness();
  await h.given.user();
  const earlier = await askForToken(h);
  const token = await askForToken(h);

  await h.call().resetPassword({ token, ...passwords });

  for (const used of [token, earlier]) {
    const again = h.call().resetPassword({ token: used, ...passwords });
    await expect(again).rejects.toMatchObject(invalid);
  }
});

test('a token works for 30 minutes', async () => {
  await using h = await createAuthHarness();
  await h.given.user();
  const token = await askForToken(h);

  await h.clock.advance(30 * minute);

  await expect(h.call().resetPassword({ token, ...passwords })).rejects.toMatchObject(invalid);
});

test('a change of the password ends reset links that are on their way', async () => {
  await using h = await createAuthHarness();
  const { accessToken } = await h.given.user();
  const token = await askForToken(h);

  await h.call(accessToken).changePassword({ currentPassword: goodPassword, ...passwords });

  await expect(h.call().resetPassword({ token, ...passwords })).rejects.toMatchObject(invalid);
});

test('a token changes the password of its own user only, and a confirmation token changes none', async () => {
  await using h = await createAuthHarness();
  await h.given.user();
  const confirmation = tokenIn((await h.sendMails())[0]?.text);
  await h.given.user({ email: 'bob@example.com' });
  const token = await askForToken(h, 'bob@example.com');

  const mistaken = h.call().resetPassword({ token: confirmation, ...passwords });
  await expect(mistaken).rejects.toMatchObject(invalid);
  await h.call().resetPassword({ token, ...passwords });

  const ann = { email: 'ann@example.com', password: goodPassword };
  await expect(h.call().login(ann)).resolves.toBeDefined();
});

test('a token of a user who was deactivated meanwhile does nothing', async () => {
  await using h = await createAuthHarness();
  const { userId } = await h.given.user();
  const token = await askForToken(h);
  h.deactivate(userId);

  await expect(h.call().resetPassword({ token, ...passwords })).rejects.toMatchObject(invalid);
});

test('a token that nobody was sent costs no hash', async () => {
  await using h = await createAuthHarness({ passwordHasher: refusingHasher() });

  const trying = h.call().resetPassword({ token: 'A'.repeat(43), ...passwords });

  await expect(trying).rejects.toMatchObject(invalid);
});

test('a weak new password is refused and does not use the token up', async () => {
  await using h = await createAuthHarness();
  await h.given.user();
  const token = await askForToken(h);

  const weak = { newPassword: 'Password1!', confirmPassword: 'Password1!' };
  await expect(h.call().resetPassword({ token, ...weak })).rejects.toMatchObject({
    cause: { code: 'WEAK_PASSWORD' },
  });

  await expect(h.call().resetPassword({ token, ...passwords })).resolves.toBeDefined();
});

test('a reset confirms the address, since the link came by mail', async () => {
  await using h = await createAuthHarness();
  const { email } = await h.given.user();

  await h.call().resetPassword({ token: await askForToken(h), ...passwords });

  const { accessToken } = await h.call().login({ email, password: newPassword });
  await expect(h.call(accessToken).profile()).resolves.toMatchObject({ emailVerified: true });
});

test('an unknown email gets the same answer after the same steps, and no mail', async () => {
  await using h = await createAuthHarness();
  await h.given.user();
  await h.sendMails();
  const steps: string[] = [];
  recordSteps(h, steps);

  const known = await h.call().forgotPassword({ email: 'ann@example.com' });
  const ofKnown = steps.splice(0);
  const unknown = await h.call().forgotPassword({ email: 'eve@example.com' });

  expect(unknown).toEqual(known);
  expect(ofKnown).toEqual(['findUserByEmail', 'seal', 'requestMailToken']);
  expect(steps).toEqual(ofKnown);
  expect((await h.sendMails()).map(({ to }) => to)).not.toContain('eve@example.com');
  const [ofEve] = h.audit().toReversed();
  expect(ofEve).toMatchObject({ action: 'auth.forgot_password', actor: 'anonymous' });
  expect(JSON.stringify(ofEve)).not.toContain('eve@example.com');
});

test('whoever asks again and again does not flood a mailbox', async () => {
  await using h = await createAuthHarness();
  await h.given.user();
  await h.sendMails();

  for (let times = 0; times < 10; times += 1)
    await h.call().forgotPassword({ email: 'ann@example.com' });

  const resets = (await h.sendMails()).filter(({ subject }) => subject === 'Reset your password');
  expect(resets).toHaveLength(3);
  await h.clock.advance(30 * minute);
  await expect(askForToken(h)).resolves.toBeDefined();
});

test('no secret of a link is kept once the mail is sent: not in the outbox, the audit trail or any other place', async () => {
  await using h = await createAuthHarness();
  await h.given.user();
  const token = await askForToken(h);
  await h.call().resetPassword({ token, ...passwords });
  await h
    .call()
    .resetPassword({ token, ...passwords })
    .catch(() => undefined);

  expect(h.storedBytes().includes(token)).toBe(false);
  expect(h.storedBytes().includes(Buffer.from(token, 'base64url'))).toBe(false);
  expect(JSON.stringify(h.audit())).not.toContain(token);
  const sent = h.outbox().filter(({ status }) => status === 'sent');
  expect(sent.map(({ kind }) => kind)).toEqual(['email-verification', 'password-reset']);
  expect(sent.every((row) => row.sealed_token === null && row.facts === '{}')).toBe(true);
});

test('while a mail waits, its secret is sealed', async () => {
  await using h = await createAuthHarness();
  await h.given.user();
  await h.call().forgotPassword({ email: 'ann@example.com' });
  const waiting = h.storedBytes();

  const token = tokenIn((await h.sendMails())[0]?.text);

  expect(waiting.includes(token)).toBe(false);
});

/** For tests about counting, where the strength of a hash is of no interest. */
function cheapHasher() {
  return {
    hash: async (password: string) => `$cheap$${password.length}$${Math.random()}`,
    verify: async () => ({ ok: true, outdated: false }),
  };
}

function refusingHasher() {
  return {
    hash: () => Promise.reject(new Error('A hash was made')),
    verify: () => Promise.reject(new Error('A hash was checked')),
  };
}

/** Writes down every call of the store and the vault. */
function recordSteps(h: AuthHarness, steps: string[]): void {
  for (const part of [h.deps.store, h.deps.vault]) {
    const methods = part as unknown as Record<string, (...args: unknown[]) => unknown>;
    for (const [name, method] of Object.entries(methods)) {
      methods[name] = (...args) => {
        steps.push(name);
        return method.apply(part, args);
      };
    }
  }
}
