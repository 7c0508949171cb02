import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHarness, type Harness, type SignedInUser } from '../testing/createHarness.ts';
import { bond } from '../testing/tokenExamples.ts';
import { answerHeaderNames, answerHeaders } from './answerHeaders.ts';
import { routes, type Route } from './rest/routes.ts';

type Answer = Awaited<ReturnType<Harness['request']>>;

let h: Harness;
let owner: SignedInUser;
let api: any;

beforeAll(async () => {
  const env = { RATE_LIMIT_ENABLED: 'true', RATE_LIMIT_CLIENT_PER_MINUTE: '1000' };
  h = await createHarness({ env });
  owner = await h.given.signedInUser();
  api = (await h.request('/openapi.json')).body;
});
afterAll(() => h[Symbol.asyncDispose]());

/** The headers that the description tells of this answer. */
function described(method: string, path: string, status: number): string[] {
  const { responses } = api.paths[path][method.toLowerCase()];
  const response = resolve(responses[status] ?? responses.default);
  return Object.keys(response.headers);
}

function resolve(json: any): any {
  const path: string[] = json.$ref?.slice(2).split('/') ?? [];
  return json.$ref === undefined ? json : path.reduce((value, part) => value[part], api);
}

/** That the answer has each header that it should have, with such a value, and none that is not described. */
function check(answer: Answer, names: readonly string[]): void {
  const carried = answerHeaderNames.filter((name) => answer.headers.has(name));
  for (const name of carried) {
    expect(names).toContain(name);
    const { schema } = resolve({ $ref: `#/components/headers/${name}` });
    const value = answer.headers.get(name) ?? '';
    if (schema.type === 'integer') expect(Number(value)).toBeGreaterThanOrEqual(schema.minimum);
    if (schema.const !== undefined) expect(value).toBe(schema.const);
  }
  const always = names.filter((name) => {
    const { on } = answerHeaders[name as keyof typeof answerHeaders];
    return on === 'every' || on === 'counted';
  });
  expect(carried).toEqual(expect.arrayContaining(always));
  expect(answer.headers.has('Retry-After')).toBe([423, 429].includes(answer.status));
  expect(answer.headers.has('WWW-Authenticate')).toBe(answer.status === 401);
}

test.each(routes as readonly Route[])(
  '$method $path answers with the headers that the description tells of',
  async ({ method, path: template }) => {
    const path = template.replace('{tokenType}', 'asa-ft');
    const asked = path.replace(/\{\w+\}/g, 'unknown');

    const answer = await h.request(asked, { method });

    check(answer, described(method, path, answer.status));
  },
);

test('a success, its repetition and an event stream carry what is described', async () => {
  const token = owner.accessToken;
  const issue = () =>
    h.request('/api/v1/token/asa-ft', {
      token,
      body: bond,
      headers: { 'idempotency-key': 'order-1' },
    });
  const [first, repeated] = [await issue(), await issue()];
  const names = described('POST', '/api/v1/token/asa-ft', 202);

  check(first, names);
  expect(first.headers.has('Idempotent-Replayed')).toBe(false);
  check(repeated, names);
  expect(repeated.headers.get('Idempotent-Replayed')).toBe('true');

  const stream = await h.app.request(`${first.body.statusUrl}/events`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const path = '/api/v1/deployment-status/{deploymentId}/events';
  check({ ...first, status: stream.status, headers: stream.headers }, described('GET', path, 200));
  await stream.body?.cancel();
});

test('an answer over the limit says when to come back, as described', async () => {
  const { accessToken: token } = await h.given.signedInUser();
  const ask = () => h.request('/api/v1/auth/profile', { token });
  for (let count = 0; count < 100; count += 1)
    check(await ask(), described('GET', '/api/v1/auth/profile', 200));

  const refused = await ask();

  expect(refused.status).toBe(429);
  const names = described('GET', '/api/v1/auth/profile', 429);
  expect(names).toContain('Retry-After');
  check(refused, names);
});

test('pages of other origins may read every one of them', async () => {
  await using open = await createHarness({ env: { CORS_ORIGINS: 'https://app.example' } });

  const { headers } = await open.request('/api/v1/networks', {
    headers: { origin: 'https://app.example' },
  });

  expect(headers.get('access-control-expose-headers')?.split(', ')).toEqual(answerHeaderNames);
});
