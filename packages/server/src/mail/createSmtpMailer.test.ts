import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, expect, test } from 'vitest';
import { Secret } from '../internal/secret.ts';
import { createSmtpMailer, type SmtpSettings } from './createSmtpMailer.ts';

const rest: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of rest.splice(0)) await end();
});

const message = {
  messageId: '<mal_01@tokens.example>',
  to: 'ann@example.com',
  subject: 'Your token "Zlatý" is issued',
  text: 'Hello\n.\nstill the same mail\n',
  html: '<p>Hello</p>',
  at: new Date('2026-03-01T12:00:00.000Z'),
};
const never = new AbortController().signal;

async function startSmtp(options: SMTPServerOptions = {}) {
  const mails: { from: string; to: string[]; raw: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString(),
        });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  rest.push(() => new Promise((resolve) => server.close(() => resolve())));
  return { mails, port: (server.server.address() as AddressInfo).port };
}

function mailerTo(port: number, settings: Partial<SmtpSettings> = {}) {
  return createSmtpMailer({
    host: '127.0.0.1',
    port,
    secure: false,
    credentials: null,
    from: { name: 'Acme, Tokens', address: 'no-reply@acme.example' },
    timeoutMs: 2_000,
    ...settings,
  });
}

test('a mail arrives as it was written, with its own Message-ID', async () => {
  const { mails, port } = await startSmtp();

  expect(await mailerTo(port).send(message, never)).toEqual({ kind: 'taken' });

  expect(mails).toMatchObject([{ from: 'no-reply@acme.example', to: ['ann@example.com'] }]);
  const raw = mails[0]?.raw ?? '';
  expect(raw).toContain('Message-ID: <mal_01@tokens.example>');
  expect(raw).toContain('Auto-Submitted: auto-generated');
  expect(raw).toContain('From: "Acme, Tokens" <no-reply@acme.example>');
  expect(raw).toContain('still the same mail');
});

test.each([
  ['subject', 'x\r\nBcc: eve@example.com\r\n\r\nbody'],
  ['subject', 'x\u2028Bcc: eve@example.com'],
  ['to', 'ann@example.com\r\nBcc: eve@example.com'],
  ['to', 'ann@example.com, eve@example.com'],
  ['messageId', '<x@y>\r\nBcc: eve@example.com'],
])(
  'nothing in %s adds a header or a reader, even where our own checks were passed by',
  async (field, value) => {
    const { mails, port } = await startSmtp();

    await mailerTo(port).send({ ...message, [field]: value }, never);

    for (const { raw, to } of mails) {
      expect(raw.split(/\r?\n\r?\n/)[0]).not.toMatch(/^bcc:/im);
      expect(to).not.toContain('eve@example.com');
    }
  },
);

test('a server that refuses the reader for good ends it; one that is busy does not', async () => {
  const refuse = (responseCode: number) => ({
    onRcptTo(_: unknown, __: unknown, done: (error: Error) => void) {
      done(Object.assign(new Error('hunter2 quoted'), { responseCode }));
    },
  });
  const gone = await startSmtp(refuse(550));
  const busy = await startSmtp(refuse(451));

  expect(await mailerTo(gone.port).send(message, never)).toEqual({
    kind: 'refused',
    reason: 'the mail server refuses this mail with 550',
  });
  expect(await mailerTo(busy.port).send(message, never)).toEqual({
    kind: 'failed',
    reason: 'the mail server answers with 451',
  });
});

test('wrong credentials are no reason to give a mail up, and are never told', async () => {
  const { port } = await startSmtp({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(new Error('no')),
  });
  const credentials = { user: 'ann', password: new Secret('hunter2') };

  const answer = await mailerTo(port, { credentials }).send(message, never);

  expect(answer).toMatchObject({ kind: 'failed' });
  expect(JSON.stringify(answer)).toContain('refuses our credentials');
  expect(JSON.stringify(answer)).not.toContain('hunter2');
  expect(await mailerTo(port, { credentials }).check()).toContain('credentials');
});

test('a server that cannot be reached, and one that says nothing, are tried again later', async () => {
  const { port } = await startSmtp();
  await rest.pop()?.();
  const silent = await startSmtp({ onConnect: () => {} });

  expect(await mailerTo(port).send(message, never)).toEqual({
    kind: 'failed',
    reason: 'the mail server cannot be reached',
  });
  expect(await mailerTo(silent.port, { timeoutMs: 100 }).send(message, never)).toMatchObject({
    kind: 'failed',
  });
});

test('over a network nothing is sent without encryption', async () => {
  const { mails, port } = await startSmtp();
  // Any name but this machine's own counts as a network.
  const answer = await mailerTo(port, { host: '0.0.0.0' }).send(message, never);

  expect(answer).toMatchObject({ kind: 'failed' });
  expect(mails).toEqual([]);
});

test('a conversation is broken off at once when asked', async () => {
  const { port } = await startSmtp({ onConnect: () => {} });
  const ending = new AbortController();

  const sending = mailerTo(port, { timeoutMs: 60_000 }).send(message, ending.signal);
  ending.abort();

  expect(await sending).toMatchObject({ kind: 'failed' });
});

test('check() proves that the server takes us', async () => {
  const { port } = await startSmtp();

  expect(await mailerTo(port).check()).toBeNull();
});
