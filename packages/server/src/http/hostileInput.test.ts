/**
 * Input that nobody means well with, over real sockets, with the real log: a clear answer, no crash, no forged line.
 *
 * Each test has a number, by which docs/security.md names it.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../config/readConfig.ts';
import { createServer, type RunningServer } from '../createServer.ts';
import { createLog } from '../observability/createLog.ts';
import { bond } from '../testing/tokenExamples.ts';

const auth = '/api/v1/auth';
const bodyBytesMax = 100_000;
/** What turns one line of a log, a header or a mail into two, or colours a terminal. */
const breakers = [
  '\r\n',
  '\n',
  '\r',
  '\u2028',
  '\u2029',
  '\u0085',
  '\u001b[31m',
  '\u0000',
  '\u202e',
];
const forgedLine = '{"level":30,"msg":"forged"}';

const folder = mkdtempSync(join(tmpdir(), 'biatec-hostile-'));
const logged: string[] = [];
let server: RunningServer;

beforeAll(async () => {
  const read = readConfig({
    DATABASE_URL: `file:${folder}/t.db`,
    PORT: '0',
    RATE_LIMIT_ENABLED: 'false',
    BODY_BYTES_MAX: String(bodyBytesMax),
  });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const sink = { write: (text: string) => logged.push(text), flushSync: () => {} };
  const { log } = createLog('debug', sink);
  server = await createServer(read.config, { log, workers: false });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

afterEach(() => expectUnharmed());

async function expectUnharmed(): Promise<void> {
  // Whatever was sent, the server goes on, and its log is one whole JSON object after another.
  expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
  const lines = logged.join('').split('\n');
  expect(lines.pop()).toBe('');
  for (const line of lines) {
    expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202e]/u);
    expect(JSON.parse(line)).not.toMatchObject({ msg: 'forged' });
  }
  expect(Object.keys(Object.prototype)).toEqual([]);
}

async function ask(path: string, init: RequestInit & { readonly json?: unknown } = {}) {
  const { json, ...rest } = init;
  const response = await fetch(`${server.url}${path}`, {
    ...rest,
    method: rest.method ?? (json === undefined && rest.body == null ? 'GET' : 'POST'),
    headers: { 'content-type': 'application/json', ...(rest.headers as Record<string, string>) },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  const text = await response.text();
  return { status: response.status, body: JSON.parse(text) };
}

const register = (email: string, password: string, more = {}) =>
  ask(`${auth}/register`, { json: { email, password, confirmPassword: password, ...more } });
const login = async (email: string, password: string) =>
  (await ask(`${auth}/login`, { json: { email, password } })).status;

/** Sends bytes as they are. @returns the whole answer. */
async function sendRaw(bytes: string): Promise<string> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
  socket.on('error', () => {});
  socket.write(Buffer.from(bytes));
  await once(socket, 'close');
  return answer;
}

test.each([
  ['8 characters', 'Aa1!bcd2'],
  ['8 emoji and letters', 'Aa1!🔑🚪🏠😀'],
  ['1,024 characters', `Aa1!${'z'.repeat(1_020)}`],
  ['1,024 emoji and letters', `Aa1!${'🔑'.repeat(1_020)}`],
  ['spaces around it', '  Public test passw0rd  '],
  ['a line break, a zero and an escape', 'Public\r\n1\u0000\u001b[31mtest'],
])('I1 a password of %s opens, to the letter', async (name, password) => {
  const email = `${name.replaceAll(/\W+/g, '-')}@example.com`;

  expect((await register(email, password)).status).toBe(200);

  expect(await login(email, password)).toBe(200);
  for (const other of [` ${password}`, password.slice(0, -1), password.trim()]) {
    if (other !== password) expect(await login(email, other)).toBe(401);
  }
});

test.each([
  ['7 characters', 'Aa1!bcd'],
  ['1,025 characters', `Aa1!${'z'.repeat(1_021)}`],
  ['half an emoji', 'Public test passw0rd \ud83d'],
])('I2 a password of %s is refused as weak', async (_, password) => {
  const { status, body } = await register('weak@example.com', password);

  expect([status, body.errorCode]).toEqual([400, 'WEAK_PASSWORD']);
});

test('I3 odd spellings of an address are the one user, or none', async () => {
  const password = 'Public test passw0rd';
  expect((await register('Ann.Kay+1@Example.COM', password)).body.email).toBe(
    'ann.kay+1@example.com',
  );

  for (const same of [
    'ann.kay+1@example.com',
    '  ANN.KAY+1@EXAMPLE.COM\t',
    '\nann.kay+1@example.com',
  ]) {
    expect((await register(same, password)).status).toBe(409);
    expect(await login(same, password)).toBe(200);
  }
  // The Kelvin sign is a k in lower case; it is the same user then, never a second one.
  expect([400, 409]).toContain((await register('ann.\u212aay+1@example.com', password)).status);
  for (const none of [
    'ann.kay+1@example.com@evil.example',
    '"ann kay"@example.com',
    'ann.kay+1@exam\u200bple.com',
    'ann.kay+1@example.com\u0000',
    'аnn.kay+1@example.com',
    'ann.kay+1@[127.0.0.1]',
    'ann.kay+1@example',
    'ann.kay+1(comment)@example.com',
    `${'a'.repeat(250)}@example.com`,
    ...breakers.map((breaker) => `ann.kay+1@example.com${breaker}Bcc: eve@example.com`),
  ]) {
    expect((await register(none, password)).status).toBe(400);
    expect([400, 401]).toContain(await login(none, password));
  }
});

test.each(breakers)('I4 %j in names stays where it is', async (breaker) => {
  const text = `x${breaker}${forgedLine}${breaker}Bcc: eve@example.com`;
  const email = `name-${breakers.indexOf(breaker)}@example.com`;
  const password = 'Public test passw0rd';
  const registered = await register(email, password, { fullName: text });
  expect([200, 400]).toContain(registered.status);
  const { accessToken } =
    registered.status === 200 ? registered.body : (await register(email, password)).body;
  const headers = { authorization: `Bearer ${accessToken}` };

  for (const [path, json] of [
    ['/api/v1/organizations', { name: text }],
    ['/api/v1/webhooks', { url: 'http://127.0.0.1:9/x', description: text }],
    ['/api/v1/webhooks', { url: `http://127.0.0.1:9/${text}` }],
    ['/api/v1/api-keys', { name: text, scopes: ['read'], password }],
    ['/api/v1/token/asa-ft', { ...bond, name: text, reference: text }],
    [`/api/v1/token/${encodeURIComponent(text)}`, bond],
  ] as const) {
    const { status } = await ask(path, { json, headers });
    expect([path, status < 500]).toEqual([path, true]);
  }
});

test.each(breakers)('I5 %j in a path or a query is no second line', async (breaker) => {
  const text = encodeURIComponent(`x${breaker}${forgedLine}`);

  for (const path of [
    `/${text}`,
    `/api/v1/deployment-status/${text}`,
    `/health/live?${text}=${text}`,
  ]) {
    const response = await fetch(`${server.url}${path}`);
    expect([path, response.status < 500]).toEqual([path, true]);
    for (const [, value] of response.headers) expect(value).not.toMatch(/forged/);
  }
});

test.each([
  ['x-correlation-id', 'x\u2028forged'],
  ['x-correlation-id', 'x\u001b[31m'],
  ['user-agent', `x\u001b[31m${forgedLine}`],
  ['user-agent', `x\u0085${forgedLine}\u2028`],
  ['x-forwarded-for', `203.0.113.9\u2028, ${forgedLine}`],
  ['idempotency-key', `x\u001b${forgedLine}`],
  ['authorization', `Bearer x\u2028${forgedLine}`],
  ['origin', `https://evil.example\u2028${forgedLine}`],
  ['host', `evil.example\u001b${forgedLine}`],
  ['x-any', `a\rx-forged: 1`],
  ['x-any', `a\nx-forged: 1`],
  ['x-any', `a\u0000x-forged: 1`],
])('I6 a header %s: %j gets a clear answer', async (name, value) => {
  const others = name === 'host' ? '' : 'Host: localhost\r\n';
  const body = JSON.stringify({ email: 'nobody@example.com', password: 'Wrong' });

  const answer = await sendRaw(
    `POST ${auth}/login HTTP/1.1\r\n${others}Content-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n${name}: ${value}\r\n\r\n${body}`,
  );

  expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
  expect(answer.split('\r\n\r\n')[0]).not.toMatch(/x-forged|forged"|\p{Cc}(?<![\r\n])/iu);
});

test.each([
  ['announced', 'a'.repeat(bodyBytesMax + 1)],
  ['in pieces', new Blob(['a'.repeat(bodyBytesMax + 1)]).stream()],
])('I7 a body over the limit, %s, is refused', async (_, body) => {
  const { status, body: answer } = await ask(`${auth}/login`, {
    body,
    duplex: 'half',
  });

  expect([status, answer.errorCode]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
});

test.each([
  '{"__proto__":{"isAdmin":true}}',
  '{"constructor":{"prototype":{"isAdmin":true}}}',
  '{"email":"a@example.com","password":"x","__proto__":{"password":"y"}}',
  '{"email":{"__proto__":"a@example.com"},"password":"x"}',
  '{"toString":1,"valueOf":1,"hasOwnProperty":1}',
])('I8 %s changes nothing beside itself', async (text) => {
  for (const path of [`${auth}/login`, `${auth}/register`, '/trpc/auth.login']) {
    const { status } = await ask(path, { body: text });
    expect([path, status]).toEqual([path, 400]);
  }
  expect((Object.prototype as Record<string, unknown>)['isAdmin']).toBeUndefined();
});

const deep = 10_000;
test.each([
  ['lists', `${'['.repeat(deep)}${']'.repeat(deep)}`],
  ['objects', `${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`],
  ['lists in a field', `{"email":${'['.repeat(deep)}${']'.repeat(deep)},"password":"x"}`],
  ['objects that do not end', '{"a":'.repeat(deep)],
])('I9 %s nested 10,000 deep are refused', async (_, text) => {
  for (const path of [`${auth}/login`, `${auth}/register`, '/trpc/auth.login']) {
    const { status } = await ask(path, { body: text });
    expect([path, status]).toEqual([path, 400]);
  }
});

test('I9 nesting in the free fields of a token is refused, with an idempotency key and without', async () => {
  const { body } = await register('deep@example.com', 'Public test passw0rd');
  const nested = `${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`;
  const text = `{"network":"algorand-localnet","name":"x","unitName":"X","metadata":{"properties":${nested}}}`;

  for (const headers of [{}, { 'idempotency-key': 'deep' }]) {
    const { status } = await ask('/api/v1/token/arc3-nft', {
      body: text,
      headers: { ...headers, authorization: `Bearer ${body.accessToken}` },
    });
    expect(status).toBe(400);
  }
});
