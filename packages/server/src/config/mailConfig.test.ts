import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { describeConfig } from './describeConfig.ts';
import { readConfig } from './readConfig.ts';

function read(env: Record<string, string>) {
  const found = readConfig({ NODE_ENV: 'test', ...env });
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  return found.config;
}

test('without a mail server nothing is sent', () => {
  expect(read({}).mail).toEqual({ smtp: null, publicUrl: null });
});

test.each([
  ['smtp://mail.example', { host: 'mail.example', port: 587, secure: false, credentials: null }],
  ['smtps://mail.example', { port: 465, secure: true }],
  ['smtp://[::1]:2525', { host: '::1', port: 2_525 }],
])('%s', (SMTP_URL, expected) => {
  expect(read({ SMTP_URL }).mail.smtp).toMatchObject(expected);
});

test('credentials are taken apart and printed nowhere', () => {
  const config = read({ SMTP_URL: 'smtp://ann%40acme:hunter%2F2@mail.example:587' });

  expect(config.mail.smtp?.credentials?.user).toBe('ann@acme');
  expect(config.mail.smtp?.credentials?.password.reveal()).toBe('hunter/2');
  expect(inspect([config, describeConfig(config)], { depth: 9 })).not.toContain('hunter');
});

test.each([
  ['no-reply@acme.example', { name: 'BiatecTokens', address: 'no-reply@acme.example' }],
  ['Acme, Tokens <t@acme.example>', { name: 'Acme, Tokens', address: 't@acme.example' }],
  [undefined, { name: 'BiatecTokens', address: 'no-reply@tokens.example' }],
])('sender %s', (MAIL_FROM, from) => {
  const { mail } = read({
    SMTP_URL: 'smtp://mail.example',
    PUBLIC_URL: 'https://tokens.example/app',
    ...(MAIL_FROM === undefined ? {} : { MAIL_FROM }),
  });

  expect(mail.smtp?.from).toEqual(from);
});

test.each([
  ['SMTP_URL', 'mail.example'],
  ['SMTP_URL', 'http://mail.example'],
  ['MAIL_FROM', 'Acme'],
  ['MAIL_FROM', 'x\r\nBcc: eve@example.com <t@acme.example>'],
  ['PUBLIC_URL', 'tokens.example'],
])('%s=%j is refused', (name, value) => {
  const found = readConfig({ NODE_ENV: 'test', [name]: value });

  expect(found).toMatchObject({ ok: false, problems: [{ name }] });
});

test('in production links in mails must lead somewhere', () => {
  const found = readConfig({
    NODE_ENV: 'production',
    JWT_SECRET: 'public-test-secret-0123456789-abcdefgh',
    SMTP_URL: 'smtp://mail.example',
  });

  expect(found).toMatchObject({ ok: false, problems: [{ name: 'PUBLIC_URL' }] });
});
