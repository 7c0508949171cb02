import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { expect, test } from 'vitest';
import { startServerProcess } from '../testing/crash/serverProcess.ts';
import { noNetworks } from '../testing/noNetworks.ts';

const storyMsMax = 90_000;

test(
  'a server killed between storing a mail and sending it sends it after the restart, as the same mail',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'biatec-mail-'));
    const smtp = await startSmtp();
    const settings = {
      ...noNetworks,
      DATABASE_URL: `file:${join(folder, 'biatec-tokens.db')}`,
      KEY_FILE: join(folder, 'keys.json'),
      SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
      PUBLIC_URL: 'https://tokens.example',
    };
    try {
      const doomed = await startServerProcess(settings);
      const password = 'Correct-horse-9';
      await post(doomed.url, '/api/v1/auth/register', {
        email: 'ann@example.com',
        password,
        confirmPassword: password,
      });
      const first = await smtp.next();
      doomed.kill('SIGKILL');
      expect(await doomed.exited).toBe('SIGKILL');

      smtp.answer();
      const heir = await startServerProcess(settings);
      const second = await smtp.next();

      expect(messageIdOf(second)).toBe(messageIdOf(first));
      const token = /verify-email#token=([\w-]{43})/.exec(plainOf(second))?.[1];
      const { status } = await post(heir.url, '/api/v1/auth/verify-email', { token });
      expect(status).toBe(200);
      heir.kill('SIGTERM');
      await heir.exited;
    } finally {
      await smtp.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
  storyMsMax,
);

/** A mail server that reads mails to their end and says nothing, until it is told to answer. */
async function startSmtp() {
  const arrived: string[] = [];
  let isAnswering = false;
  let look = () => {};
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        arrived.push(Buffer.concat(chunks).toString());
        look();
        if (isAnswering) done();
      });
    },
  });
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    answer: () => (isAnswering = true),
    async next(): Promise<string> {
      if (arrived.length === 0) await new Promise<void>((resolve) => (look = resolve));
      return arrived.shift() ?? '';
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

function messageIdOf(raw: string): string | undefined {
  return /^Message-ID: (.*)$/im.exec(raw)?.[1];
}

/** Undoes quoted-printable. */
function plainOf(raw: string): string {
  return raw.replace(/=\r?\n/g, '').replaceAll('=3D', '=');
}

async function post(url: string, path: string, body: unknown): Promise<{ status: number }> {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  await response.text();
  return { status: response.status };
}
