import { expect, test } from 'vitest';
import { createAuthenticatorApp } from '../testing/authenticatorApp.ts';
import { createHarness, type Harness } from '../testing/createHarness.ts';
import { accountPagePaths } from './accountPages.ts';
import { openPage } from './testing/openPage.ts';
import { readMailSecret } from './testing/readMailSecret.ts';

const password = 'Public test passw0rd';
const newPassword = 'Another test passw0rd';

test('the page takes the secret out of the address bar, and calls the operation only when asked', async () => {
  await using h = await createHarness();

  const page = await openPage(h, '/reset-password#token=abc');

  expect(page.address).toBe('/reset-password');
  expect(page.posted).toEqual([]);
  await page.submit({ newPassword, confirmPassword: 'other' });
  expect(page.says).toContain('should be the same as newPassword');
  expect(page.button.disabled).toBe(false);
});

test('the page says why a link does not work', async () => {
  await using h = await createHarness();
  const page = await openPage(h, '/verify-email#token=abc');

  await page.submit();

  expect(page.says).toContain('the link was used, has expired');
  expect(page.form.removed).toBe(false);
});

test('a link without its secret cannot be used', async () => {
  await using h = await createHarness();

  const page = await openPage(h, '/verify-email');

  expect(page.button.disabled).toBe(true);
  expect(page.says).toContain('not complete');
});

test('the page says so when the server cannot be reached, and can be used again', async () => {
  await using h = await createHarness();
  const page = await openPage({ ...h, app: unreachable(h) }, '/verify-email#token=abc');

  await page.submit();

  expect(page.says).toBe('The server cannot be reached. Try again in a moment.');
  expect(page.button.disabled).toBe(false);
});

test('the page sets the password with the secret of the mail', async () => {
  await using h = await createHarness();
  const { accessToken: token, userId } = await h.given.signedInUser();
  const { email } = (await h.request('/api/v1/auth/profile', { token })).body;
  await h.request('/api/v1/auth/forgot-password', { body: { email } });

  const page = await openPage(h, `/reset-password#token=${await readMailSecret(h)}`);
  await page.submit({ newPassword, confirmPassword: newPassword });

  expect(page.says).toContain('Your password is changed');
  expect(page.form.removed).toBe(true);
  expect(await h.deps.store.listMails(userId, 5)).toMatchObject([
    { kind: 'password-changed' },
    { kind: 'password-reset', status: 'sent' },
  ]);
});

test('the page confirms the address with the secret of the mail', async () => {
  await using h = await createHarness();
  const { accessToken: token } = await register(h, 'ann@example.com');
  const isConfirmed = async () =>
    (await h.request('/api/v1/auth/profile', { token })).body.emailVerified;
  expect(await isConfirmed()).toBe(false);

  const page = await openPage(h, `/verify-email#token=${await readMailSecret(h)}`);
  await page.submit();

  expect(page.says).toBe('Your email address is confirmed.');
  expect(await isConfirmed()).toBe(true);
});

test('who is invited joins with the password, and no session is left behind', async () => {
  await using h = await createHarness();
  const guest = await register(h, 'guest@example.com');
  const { page, members } = await openInvitation(h, 'guest@example.com');
  expect(page.element('second-factor').hidden).toBe(true);

  await page.submit({ email: 'guest@example.com', password: 'Public wr0ng password' });
  expect(page.says).toContain('Invalid email or password');
  await page.submit({ email: 'guest@example.com', password });

  expect(page.says).toContain('You belong to the organization now');
  expect(page.form.removed).toBe(true);
  expect(await members()).toContain('guest@example.com');
  const now = h.clock.now();
  const { items } = await h.deps.store.listSessions(guest.userId, now, { limit: 10 });
  expect(items).toHaveLength(1);
});

test('who is invited and has no account registers on the page, and belongs to the organization', async () => {
  await using h = await createHarness();
  const { page, members } = await openInvitation(h, 'guest@example.com');
  expect(page.element('registration').hidden).toBe(true);

  page.check('is-new');
  expect(page.element('registration').hidden).toBe(false);
  const fields = { email: 'guest@example.com', password };
  await page.submit({ ...fields, confirmPassword: 'other' });
  expect(page.says).toContain('The password should be the same');
  await page.submit({ ...fields, confirmPassword: password });

  expect(page.says).toContain('You belong to the organization now');
  expect(await members()).toContain('guest@example.com');
  const { user } = (await h.deps.store.findUserByEmail('guest@example.com'))!;
  const { items } = await h.deps.store.listSessions(user.id, h.clock.now(), { limit: 10 });
  expect(items).toEqual([]);
});

test('who has a second factor is asked for its code, and joins with it', async () => {
  await using h = await createHarness({ env: { EMAIL_VERIFICATION_REQUIRED: 'false' } });
  const guest = await register(h, 'guest@example.com');
  const token = guest.accessToken;
  h.run('UPDATE users SET email_verified_at = created_at');
  await h.clock.advance(500);
  const factor = '/api/v1/auth/second-factor';
  const { secret } = (await h.request(`${factor}/enrol`, { token, body: { password } })).body;
  const app = createAuthenticatorApp(secret, h.clock);
  const confirm = { token, body: { totp: app.code() } };
  const { recoveryCodes } = (await h.request(`${factor}/confirm`, confirm)).body;
  const { page, members } = await openInvitation(h, 'guest@example.com');
  const fields = { email: 'guest@example.com', password };

  await page.submit(fields);
  expect(page.says).toBe('Your account has a second factor: enter its code too.');
  expect(page.element('second-factor').hidden).toBe(false);
  expect(page.element('code').focused).toBe(true);
  await page.submit({ ...fields, code: '000000' });
  expect(page.says).toContain('the code of the second factor is wrong');
  await page.submit({ ...fields, code: recoveryCodes[0] });

  expect(page.says).toContain('You belong to the organization now');
  expect(await members()).toContain('guest@example.com');

  // The code of the app does as well; by then the link is used, which the page says.
  await h.clock.advance(60_000);
  const again = await openPage(h, '/accept-invitation#token=used');
  await again.submit({ ...fields, code: ` ${app.code()} ` });
  expect(again.says).toContain('Cannot accept the invitation');
});

test('every field has a label, no script is in the page, and only the own script may run', async () => {
  await using h = await createHarness();
  for (const path of accountPagePaths.filter((each) => !each.endsWith('.js'))) {
    const { body, headers } = await h.request(path);
    const html = body as string;
    const fields = [...html.matchAll(/<input id="([^"]+)"/g)].map(([, id]) => id);
    const labels = [...html.matchAll(/<label for="([^"]+)"/g)].map(([, id]) => id);
    expect(labels).toEqual(fields);
    expect(html.match(/<input\b/g) ?? []).toHaveLength(fields.length);
    expect(html).toMatch(/<html lang="en">[^]*role="status"/);
    expect(html.match(/<script[^>]*>/g)).toEqual(['<script src="/account-page.js">']);
    expect(html).not.toMatch(/\son\w+=|\sstyle=/);
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'sha256-[^']+'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
  }
});

async function register(h: Harness, email: string) {
  const { body } = await h.request('/api/v1/auth/register', {
    body: { email, password, confirmPassword: password },
  });
  expect(body).toMatchObject({ success: true });
  return body as { userId: string; accessToken: string };
}

/** The page of an invitation to somebody's organization. */
async function openInvitation(h: Harness, email: string) {
  const { accessToken: token } = await h.given.steppedUp(await h.given.signedInUser());
  await h.request('/api/v1/invitations', { token, body: { email, role: 'viewer' } });
  const page = await openPage(h, `/accept-invitation#token=${await readMailSecret(h)}`);
  const members = async (): Promise<string[]> => {
    const { body } = await h.request('/api/v1/members', { token });
    return body.items.map((member: { email: string }) => member.email);
  };
  return { page, members };
}

/** The app of which only pages and scripts come through. */
function unreachable({ app }: Harness): Harness['app'] {
  return Object.assign(Object.create(app) as Harness['app'], {
    request: () => Promise.reject(new TypeError('fetch failed')),
  });
}
