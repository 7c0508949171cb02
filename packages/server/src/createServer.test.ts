import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { readConfig } from './config/readConfig.ts';
import { createServer } from './createServer.ts';
import type { Log } from './ports/log.ts';
import { bond } from './testing/tokenExamples.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

async function givenServer(env: Record<string, string> = {}, log: Log = silent) {
  const folder = mkdtempSync(join(tmpdir(), 'biatec-tokens-'));
  const read = readConfig({ DATABASE_URL: `file:${folder}/data/t.db`, PORT: '0', ...env });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const server = await createServer(read.config, { log, workers: false });
  return {
    ...server,
    folder,
    async [Symbol.asyncDispose]() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

test('a fresh folder becomes a server with secrets that only the owner reads', async () => {
  await using server = await givenServer();

  const ready = await fetch(`${server.url}/health/live`);

  expect(ready.status).toBe(200);
  for (const file of ['t.db', 'jwt.secret', 'master.key']) {
    expect(statSync(join(server.folder, 'data', file)).mode & 0o777).toBe(0o600);
  }
});

test.each([
  ['127.0.0.1', []],
  ['0.0.0.0', ['other machines may ask, but NODE_ENV is not "production"']],
])('listening at %s a development server warns of %j', async (HOST, warnings) => {
  const warned: string[] = [];
  const log = { ...silent, warn: (_: object, message: string) => void warned.push(message) };
  await using server = await givenServer({ HOST }, log);
  const { port } = new URL(server.url);
  const read = async (headers: Record<string, string> = {}) =>
    (await fetch(`http://127.0.0.1:${port}/mailbox`, { headers })).status;

  expect(warned).toEqual(warnings);
  expect(await read()).toBe(200);
  expect(await read({ 'x-forwarded-for': '192.0.2.7' })).toBe(404);
});

test('a body over the limit is refused over a real socket, announced or not', async () => {
  await using server = await givenServer({ BODY_BYTES_MAX: '4096' });
  const body = JSON.stringify({ email: 'a@example.com', password: 'x'.repeat(1_000_000) });
  const headers = { 'content-type': 'application/json' };
  const url = `${server.url}/api/v1/auth/login`;

  const announced = await fetch(url, { method: 'POST', headers, body });
  const chunked = await fetch(url, {
    method: 'POST',
    headers,
    body: new Blob([body]).stream(),
    duplex: 'half',
  });

  for (const answer of [announced, chunked]) {
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ errorCode: 'PAYLOAD_TOO_LARGE' });
  }
});

test('a request that no handler could read is refused in the form of every error', async () => {
  await using server = await givenServer();
  const { port } = new URL(server.url);

  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write('TRACE /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    });
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
  });

  expect(answer).toContain('"success":false');
});

test('close() ends open event streams at once', async () => {
  await using server = await givenServer({
    NETWORK_ALGORAND_LOCALNET_ENDPOINTS: 'http://127.0.0.1:9',
  });
  const send = async (path: string, body: object, token = ''): Promise<any> => {
    const answer = await fetch(server.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    return answer.json();
  };
  const password = 'Correct-Horse-7';
  const user = await send('/api/v1/auth/register', {
    email: 'owner@example.com',
    password,
    confirmPassword: password,
  });
  const issued = await send('/api/v1/token/asa-ft', bond, user.accessToken);
  const stream = await fetch(`${server.url}${issued.statusUrl}/events`, {
    headers: { authorization: `Bearer ${user.accessToken}` },
  });
  const told = stream.text();

  await server.close();

  expect(await told).toMatch(/^id: 1\n/);
  await expect(fetch(`${server.url}/health/live`)).rejects.toThrow('fetch failed');
});
