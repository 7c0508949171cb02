import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHarness, type Harness, type SignedInUser } from '../testing/createHarness.ts';
import { bond } from '../testing/tokenExamples.ts';

const origin = 'https://app.example';
let h: Harness;
let user: SignedInUser;
beforeAll(async () => {
  h = await createHarness({ env: { CORS_ORIGINS: origin, BODY_BYTES_MAX: '4096' } });
  user = await h.given.signedInUser();
});
afterAll(() => h[Symbol.asyncDispose]());

const issue = '/api/v1/token/asa-ft';

test.each([
  ['half an object', '{"name":', {}, 400, 'MALFORMED_JSON'],
  ['no JSON', 'name=bond', {}, 400, 'MALFORMED_JSON'],
  ['bytes that are no UTF-8', Uint8Array.of(0x22, 0xff, 0x22), {}, 400, 'MALFORMED_JSON'],
  ['another content type', '{}', { 'content-type': 'text/plain' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
  [
    'a form',
    'a=b',
    { 'content-type': 'application/x-www-form-urlencoded' },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'a body over the limit',
    JSON.stringify({ ...bond, name: 'x'.repeat(5_000) }),
    {},
    413,
    'PAYLOAD_TOO_LARGE',
  ],
  ['a length over the limit', '{}', { 'content-length': '5000' }, 413, 'PAYLOAD_TOO_LARGE'],
  [
    'deep nesting',
    `{"network":${'['.repeat(1_500)}${']'.repeat(1_500)}}`,
    { 'idempotency-key': 'deep' },
    400,
    'INVALID_REQUEST',
  ],
])('%s is refused', async (_, text, headers, status, errorCode) => {
  const answer = await h.request(issue, { token: user.accessToken, text, headers });

  expect(answer).toMatchObject({
    status,
    body: { success: false, errorCode, correlationId: answer.headers.get('x-correlation-id') },
  });
});

test('no part of a body comes back in the error about it', async () => {
  const { body } = await h.request('/api/v1/auth/login', { text: '{"password":"hunter2' });

  expect(JSON.stringify(body)).not.toContain('hunter2');
});

test.each([
  ['GET', '/nowhere', 404, 'NOT_FOUND', null],
  ['GET', '/api/v1/token', 404, 'NOT_FOUND', null],
  ['GET', '/trpc/nothing.here', 404, 'NOT_FOUND', null],
  ['GET', issue, 405, 'METHOD_NOT_ALLOWED', 'POST'],
  ['DELETE', '/api/v1/webhooks', 405, 'METHOD_NOT_ALLOWED', 'POST, GET, HEAD'],
  ['POST', '/health/live', 405, 'METHOD_NOT_ALLOWED', 'GET, HEAD'],
  ['PUT', '/openapi.json', 405, 'METHOD_NOT_ALLOWED', 'GET, HEAD'],
])('%s %s answers %i', async (method, path, status, errorCode, allow) => {
  const { body, ...answer } = await h.request(path, { method });

  expect(answer.status).toBe(status);
  expect((body.error?.data ?? body).errorCode).toBe(errorCode);
  expect(answer.headers.get('allow')).toBe(allow);
});

test('a query parameter that comes twice, is unknown or is wrong is named', async () => {
  const list = '/api/v1/deployment-status';
  const ask = (query: string) => h.request(`${list}?${query}`, { token: user.accessToken });

  expect((await ask('limit=2&limit=3')).body.details.problems).toMatchObject([{ path: 'limit' }]);
  expect((await ask('colour=red')).body.details.problems).toMatchObject([
    { path: 'colour', code: 'UNKNOWN_FIELD' },
  ]);
  expect((await ask('limit=1000&status=Lost')).body.details.problems).toHaveLength(2);
  expect((await ask('network=polygon')).body.errorCode).toBe('TOKEN_INVALID_NETWORK');
  expect((await ask('cursor=forged')).body.errorCode).toBe('INVALID_CURSOR');
});

test('a field that stands in the path is refused in the body', async () => {
  const hook = await h.request('/api/v1/webhooks', {
    token: user.accessToken,
    body: { url: 'http://127.0.0.1:9999/' },
  });
  const answer = await h.request(`/api/v1/webhooks/${hook.body.id}`, {
    method: 'PATCH',
    token: user.accessToken,
    body: { endpointId: 'whe_00000000', description: 'other' },
  });

  expect(answer).toMatchObject({ status: 400, body: { errorCode: 'UNKNOWN_FIELD' } });
});

test('the correlation id is taken over, or made, and a bad one is refused', async () => {
  const ask = (id: string) => h.request('/health/live', { headers: { 'x-correlation-id': id } });

  expect((await ask('order-7:a.b')).headers.get('x-correlation-id')).toBe('order-7:a.b');
  expect((await h.request('/health/live')).headers.get('x-correlation-id')).toMatch(/^req_/);
  for (const id of ['a b', 'a'.repeat(129), '<script>']) {
    const refused = await ask(id);
    expect(refused).toMatchObject({ status: 400, body: { errorCode: 'CORRELATION_ID_INVALID' } });
    expect(refused.headers.get('x-correlation-id')).toMatch(/^req_/);
  }
});

test('each request is one line of the log, without its query', async () => {
  const before = h.log.length;

  await h.request('/api/v1/deployment-status?reference=secret%0A%7B%22forged%22', {
    token: user.accessToken,
  });

  expect(h.log.slice(before)).toMatchObject([
    {
      message: 'request',
      fields: { method: 'GET', path: '/api/v1/deployment-status', status: 200 },
    },
  ]);
  expect(JSON.stringify(h.log.slice(before))).not.toMatch(/secret|Bearer|eyJ/);
});

test('only listed origins may call from a page', async () => {
  const preflight = (from: string) =>
    h.request(issue, {
      method: 'OPTIONS',
      headers: { origin: from, 'access-control-request-method': 'POST' },
    });
  const allowed = await preflight(origin);
  const refused = await preflight('https://evil.example');

  expect(allowed.status).toBe(204);
  expect(allowed.headers.get('access-control-allow-origin')).toBe(origin);
  expect(allowed.headers.get('access-control-allow-headers')).toContain('Idempotency-Key');
  expect(refused.status).toBe(405);
  expect(refused.headers.get('access-control-allow-origin')).toBeNull();
  // Errors carry the headers too, or a page could not read why it was refused.
  const error = await h.request(issue, { method: 'POST', headers: { origin } });
  expect(error.headers.get('access-control-allow-origin')).toBe(origin);
});

test('every answer forbids framing, sniffing and keeping', async () => {
  for (const path of [
    '/health/live',
    '/nowhere',
    '/trpc/networks.list',
    '/docs/errors/FORBIDDEN',
  ]) {
    const { headers } = await h.request(path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  }
});

test('the page to try the API loads nothing from elsewhere', async () => {
  const page = await h.request('/swagger');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  expect(page.body).not.toMatch(/https?:/);

  const parts: string[] = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(
    ([, path]) => path,
  );
  expect(parts).toHaveLength(4);
  for (const path of parts) expect((await h.request(path)).status).toBe(200);
});

test('each error names a page that exists', async () => {
  const { body } = await h.request('/nowhere');

  const page = await h.request(body.docsUrl);
  expect(page.status).toBe(200);
  expect(page.body).toContain('Error 8009');
  expect((await h.request('/docs/errors/constructor')).status).toBe(404);
});

test('health tells database and keys, and networks without being failed by them', async () => {
  const answer = await h.request('/health/ready');

  expect(answer).toMatchObject({
    status: 200,
    body: {
      status: 'ok',
      parts: { database: { ok: true }, keyProvider: { ok: true } },
      networks: { 'algorand-localnet': 'down' },
    },
  });
});
