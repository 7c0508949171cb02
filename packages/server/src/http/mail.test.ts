import type { NetworkId } from '@biatec-tokens/core';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { createHarness } from '../testing/createHarness.ts';
import { productionEnv } from '../testing/productionEnv.ts';
import { bond } from '../testing/tokenExamples.ts';

const network: NetworkId = 'algorand-testnet';
const passwords = {
  newPassword: 'Another test passw0rd',
  confirmPassword: 'Another test passw0rd',
};

test('in development the mailbox page shows what would be sent, as text only', async () => {
  await using h = await createHarness();
  const { mailbox } = h.parts;
  await mailbox?.send(
    {
      messageId: '<mal_1@localhost>',
      to: 'ann@example.com',
      subject: 'Hello <b>Ann</b>',
      text: 'See http://localhost/reset-password#token=abc\n<script>alert(1)</script>',
      html: '<script>alert(2)</script>',
      at: h.clock.now(),
    },
    new AbortController().signal,
  );

  const list = await h.request('/mailbox');
  const one = await h.request('/mailbox/mal_1@localhost');

  expect(list.status).toBe(200);
  expect(list.body).toContain('Hello &lt;b&gt;Ann&lt;/b&gt;');
  expect(one.body).toContain('href="http://localhost/reset-password#token=abc"');
  expect(one.body).toContain('&lt;script&gt;alert(1)');
  expect(one.body).not.toContain('<script');
  for (const { headers } of [list, one]) {
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-/,
    );
    expect(headers.get('cache-control')).toBe('no-store');
  }
  expect((await h.request('/mailbox/unknown')).status).toBe(404);
});

test('a page bound to a strange name reads no mailbox', async () => {
  await using h = await createHarness();

  expect((await h.request('http://rebound.example/mailbox')).status).toBe(404);
  expect((await h.request('http://127.0.0.1:8080/mailbox')).status).toBe(200);
});

test.each([
  ['from another machine', '192.0.2.7', {}],
  ['from another machine over IPv6', '2001:db8::7', {}],
  ['by way of a proxy on this machine', '127.0.0.1', { 'x-forwarded-for': '192.0.2.7' }],
  ['by way of a proxy that speaks RFC 7239', '::1', { forwarded: 'for=192.0.2.7' }],
  ['by way of a proxy that names itself only', '127.0.0.1', { via: '1.1 proxy' }],
])('who comes %s reads no mailbox, unless a setting says so', async (_, remoteAddress, headers) => {
  await using h = await createHarness();
  await using open = await createHarness({ env: { MAILBOX_ALLOW_REMOTE: 'true' } });
  const bindings = { incoming: { socket: { remoteAddress } } };
  const read = async ({ app }: typeof h, path: string) =>
    (await app.request(`http://127.0.0.1:8080${path}`, { headers }, bindings)).status;

  expect([await read(h, '/mailbox'), await read(open, '/mailbox')]).toEqual([404, 200]);
  expect(await read(h, '/mailbox/mal_1@localhost')).toBe(404);
});

test.each(['127.0.0.1', '127.0.0.2', '::1', '::ffff:127.0.0.1'])(
  'who comes from this machine, as %s, reads it',
  async (remoteAddress) => {
    await using h = await createHarness();
    const bindings = { incoming: { socket: { remoteAddress } } };

    const answer = await h.app.request('http://localhost:8080/mailbox', {}, bindings);

    expect(answer.status).toBe(200);
  },
);

test('in production there is no mailbox page, with a mail server or without', async () => {
  await using h = await createHarness({ env: productionEnv });

  expect((await h.request('/mailbox')).status).toBe(404);
  expect(h.parts.mailbox).toBeNull();
  expect(h.log).toContainEqual(expect.objectContaining({ level: 'warn' }));
});

test.each(['/reset-password', '/verify-email'])(
  '%s is a page that runs our script only, and never shows what it is asked with',
  async (path) => {
    await using h = await createHarness();

    const page = await h.request(`${path}?token=%3Cscript%3E&x="><img>`);

    expect(page.status).toBe(200);
    expect(page.body).not.toMatch(/<img|<script>/);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect((await h.request('/account-page.js')).headers.get('content-type')).toContain(
      'javascript',
    );
  },
);

test('an unknown email gets the same status, body and headers', async () => {
  await using h = await createHarness();
  const { userId } = await h.given.signedInUser();
  const known = (await h.deps.store.listMails(userId, 1)).length;
  expect(known).toBe(0);
  const { email } = await emailOf(h, userId);
  const ask = async (asked: string) => {
    const { status, body, headers } = await h.request('/api/v1/auth/forgot-password', {
      body: { email: asked },
      headers: { 'x-correlation-id': 'same' },
    });
    return { status, body, headers: [...headers] };
  };

  const ofKnown = await ask(email);
  const ofUnknown = await ask(`x${email}`);

  expect(ofUnknown).toEqual(ofKnown);
  expect(ofKnown).toMatchObject({ status: 200, body: { success: true } });
  expect(await h.deps.store.listMails(userId, 5)).toMatchObject([{ kind: 'password-reset' }]);
});

test('a secret of a link is in no line of the log', async () => {
  await using h = await createHarness();
  const token = 'planted-token-7f3a';

  await h.request('/api/v1/auth/reset-password', { body: { token, ...passwords } });
  await h.request('/api/v1/auth/verify-email', { body: { token } });

  expect(h.log.length).toBeGreaterThan(1);
  expect(JSON.stringify(h.log)).not.toContain(token);
});

test('mails about deployments are switched off and on; those about security have no switch', async () => {
  await using h = await createHarness();
  const { accessToken: token } = await h.given.signedInUser();
  const path = '/api/v1/account/notifications';

  expect((await h.request(path, { token })).body).toEqual({
    success: true,
    deploymentCompleted: true,
    deploymentFailed: true,
  });
  const patched = await h.request(path, {
    token,
    method: 'PATCH',
    body: { deploymentCompleted: false },
  });
  expect(patched.body).toMatchObject({ deploymentCompleted: false, deploymentFailed: true });
  const refused = await h.request(path, { token, method: 'PATCH', body: { newDevice: false } });
  expect(refused).toMatchObject({ status: 400, body: { errorCode: 'UNKNOWN_FIELD' } });
});

test('who has not confirmed the address issues on local networks only', async () => {
  await using h = await createHarness({
    networks: ['algorand-localnet', network],
    env: { EMAIL_VERIFICATION_REQUIRED: 'true' },
  });
  const { accessToken: token, userId } = await h.given.signedInUser();
  const issue = (on: NetworkId) =>
    h.request('/api/v1/token/asa-ft', { token, body: { ...bond, network: on } });
  await unconfirm(h, userId);

  expect(await issue(network)).toMatchObject({
    status: 403,
    body: { errorCode: 'EMAIL_NOT_VERIFIED', details: { network } },
  });
  expect((await issue('algorand-localnet')).status).toBe(202);
});

test.each([
  ['/api/v1/api-keys', { name: 'Ledger', scopes: ['read'] }],
  ['/api/v1/account/export', {}],
  ['/api/v1/auth/second-factor/enrol', {}],
])('in production %s asks for a confirmed address', async (path, body) => {
  await using h = await createHarness({ env: productionEnv });
  const { accessToken: token, userId } = await h.given.signedInUser();
  await unconfirm(h, userId);

  expect(await h.request(path, { token, body })).toMatchObject({
    status: 403,
    body: { errorCode: 'EMAIL_NOT_VERIFIED' },
  });
});

test('an operator may do without confirmed addresses', async () => {
  await using h = await createHarness({
    networks: [network],
    env: { EMAIL_VERIFICATION_REQUIRED: 'false' },
  });
  const { accessToken: token, userId } = await h.given.signedInUser();
  await unconfirm(h, userId);

  const answer = await h.request('/api/v1/token/asa-ft', {
    token,
    body: { ...bond, network },
  });

  expect(answer.status).toBe(202);
});

type Harness = Awaited<ReturnType<typeof createHarness>>;

async function emailOf(h: Harness, userId: string): Promise<{ email: string }> {
  const database = new Database(h.config.databaseFile, { readonly: true });
  const row = database.prepare('SELECT email FROM users WHERE id = ?').get(userId);
  database.close();
  return row as { email: string };
}

async function unconfirm(h: Harness, userId: string): Promise<void> {
  const database = new Database(h.config.databaseFile);
  database.prepare('UPDATE users SET email_verified_at = NULL WHERE id = ?').run(userId);
  database.close();
  // Who a session stands for is remembered for half a second.
  await h.clock.advance(1_000);
}
