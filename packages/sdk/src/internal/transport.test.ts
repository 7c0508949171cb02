import { describe, expect, test } from 'vitest';
import { createClientIn } from '../createClient.ts';
import {
  ConflictError,
  ConnectionError,
  IdempotencyError,
  InsufficientFundsError,
  isApiError,
  NotFoundError,
  RateLimitError,
  ServerError,
  TimeoutError,
  UnexpectedAnswerError,
  ValidationError,
} from '../index.ts';
import { refuse, sendJson, startServer } from '../testing/startServer.ts';
import { createTestRuntime } from '../testing/testRuntime.ts';

const session = { accessToken: 'access-1', refreshToken: 'refresh-1' };
const gold = {
  network: 'algorand-localnet',
  name: 'Gold',
  unitName: 'GLD',
  totalSupply: '1',
  decimals: 0,
};

function clientOf(url: string, options: { retries?: number; timeoutMs?: number } = {}) {
  const runtime = createTestRuntime();
  return { runtime, client: createClientIn(runtime, { baseUrl: url, session, ...options }) };
}

const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('repetitions', () => {
  test.each([408, 429, 500, 502, 503])('after status %i, all under one key', async (status) => {
    await using server = await startServer((_, response, count) =>
      count < 3 ? refuse(response, status, 'SOME_CODE') : { deploymentId: 'dep_1' },
    );
    const { client, runtime } = clientOf(server.url);

    const { deploymentId } = await client.tokens.issue('asa-ft', gold);

    expect(deploymentId).toBe('dep_1');
    const keys = server.seen.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    // Half fixed, half random, twice as long each time.
    expect(runtime.sleeps).toEqual([375, 750]);
  });

  test('after a connection that broke off, under the key of the caller', async () => {
    await using server = await startServer((_, response, count) =>
      count < 2 ? void response.destroy() : { deploymentId: 'dep_1' },
    );
    const { client } = clientOf(server.url);

    await client.tokens.issue('asa-ft', gold, { idempotencyKey: 'order 7' });

    expect(server.seen.map(({ headers }) => headers['idempotency-key'])).toEqual([
      'order 7',
      'order 7',
    ]);
  });

  test('two calls have two keys, and reads have none', async () => {
    await using server = await startServer(() => ({ items: [] }));
    const { client } = clientOf(server.url);

    await client.tokens.issue('asa-ft', gold);
    await client.tokens.issue('asa-ft', gold);
    await client.deployments.list();

    const keys = server.seen.map(({ headers }) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(3);
    expect(keys[2]).toBeUndefined();
  });

  test('wait as long as Retry-After asks, in seconds or until a date', async () => {
    await using server = await startServer((_, response, count) => {
      if (count === 1) return refuse(response, 429, 'RATE_LIMIT_EXCEEDED', { 'retry-after': '7' });
      const date = 'Sun, 01 Mar 2026 12:00:09 GMT';
      if (count === 2) return refuse(response, 503, 'SHUTTING_DOWN', { 'retry-after': date });
      return {};
    });
    const { client, runtime } = clientOf(server.url);

    await client.auth.profile();

    expect(runtime.sleeps).toEqual([7_250, 9_250]);
  });

  test('do not come when Retry-After asks for longer than a minute', async () => {
    await using server = await startServer((_, response) =>
      refuse(response, 429, 'RATE_LIMIT_EXCEEDED', { 'retry-after': '61' }),
    );
    const { client } = clientOf(server.url);

    const error = await caught(client.auth.profile());

    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ retryAfterMs: 61_000 });
    expect(server.seen).toHaveLength(1);
  });

  test('come for a conflict only where the server says when', async () => {
    await using server = await startServer((_, response, count) =>
      count === 1
        ? refuse(response, 409, 'IDEMPOTENCY_IN_PROGRESS', { 'retry-after': '1' })
        : refuse(response, 409, 'DEPLOYMENT_NOT_CANCELLABLE'),
    );
    const { client } = clientOf(server.url);

    const error = await caught(client.deployments.cancel('dep_1'));

    expect(error).toBeInstanceOf(ConflictError);
    expect(server.seen).toHaveLength(2);
  });

  test('do not come for what will be refused again', async () => {
    await using server = await startServer((_, response) =>
      refuse(response, 400, 'TOKEN_INVALID_DECIMALS'),
    );
    const { client } = clientOf(server.url);

    expect(await caught(client.tokens.issue('asa-ft', gold))).toBeInstanceOf(ValidationError);
    expect(server.seen).toHaveLength(1);
  });

  test('end after as many as allowed, with the key to go on by hand', async () => {
    await using server = await startServer((_, response) => void response.destroy());
    const { client } = clientOf(server.url, { retries: 2 });

    const error = await caught(client.tokens.issue('asa-ft', gold));

    expect(error).toBeInstanceOf(ConnectionError);
    expect(server.seen).toHaveLength(3);
    expect(error).toMatchObject({
      idempotencyKey: server.seen[0]?.headers['idempotency-key'],
      message: 'Cannot issue "asa-ft": the connection failed',
    });
  });

  test('do not come for a registration whose answer was lost, which has no key', async () => {
    await using server = await startServer((_, response) => void response.destroy());
    const { client } = clientOf(server.url);

    const request = { email: 'a@example.com', password: 'x', confirmPassword: 'x' };

    expect(await caught(client.auth.register(request))).toBeInstanceOf(ConnectionError);
    expect(server.seen).toHaveLength(1);
  });

  test('come for a registration that the server is too busy for', async () => {
    await using server = await startServer((_, response, count) =>
      count === 1 ? refuse(response, 429, 'REGISTRATION_BUSY', { 'retry-after': '1' }) : session,
    );
    const { client } = clientOf(server.url);

    await client.auth.register({ email: 'a@example.com', password: 'x', confirmPassword: 'x' });

    expect(server.seen).toHaveLength(2);
  });
});

describe('time and abortion', () => {
  test('each try has its time, until the last one', async () => {
    await using server = await startServer(() => {});
    const { client, runtime } = clientOf(server.url, { retries: 1, timeoutMs: 30 });

    const error = await caught(client.auth.profile());

    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ timeoutMs: 30 });
    // Counted here: on a busy machine a try may be over before it arrives there.
    expect(runtime.sleeps).toHaveLength(1);
  });

  test('a body that stops arriving counts as late', async () => {
    await using server = await startServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"success":');
    });
    const { client } = clientOf(server.url, { retries: 0, timeoutMs: 50 });

    expect(await caught(client.auth.profile())).toBeInstanceOf(TimeoutError);
  });

  test('an aborted call rejects with the reason of its signal, and is not repeated', async () => {
    const stop = new AbortController();
    await using server = await startServer(() => stop.abort(new Error('Enough')));
    const { client } = clientOf(server.url);

    await expect(client.auth.profile({ signal: stop.signal })).rejects.toThrow('Enough');
    await expect(client.auth.profile({ signal: stop.signal })).rejects.toThrow('Enough');
    expect(server.seen).toHaveLength(1);
  });

  test('a signal ends the wait between two tries', async () => {
    const stop = new AbortController();
    await using server = await startServer((_, response) => refuse(response, 500, 'X'));
    const client = createClientIn(
      {
        ...createTestRuntime(),
        sleep: (_, signal) => {
          stop.abort(new Error('Enough'));
          return Promise.reject(signal?.reason as Error);
        },
      },
      { baseUrl: server.url, session },
    );

    await expect(client.auth.profile({ signal: stop.signal })).rejects.toThrow('Enough');
    expect(server.seen).toHaveLength(1);
  });
});

describe('answers', () => {
  test('become errors by code, else by status, with all the server said', async () => {
    const refusals: [number, string, unknown][] = [
      [402, 'INSUFFICIENT_FUNDS', InsufficientFundsError],
      [422, 'IDEMPOTENCY_KEY_MISMATCH', IdempotencyError],
      [404, 'A_CODE_OF_TOMORROW', NotFoundError],
      [507, 'toString', ServerError],
    ];
    for (const [status, code, kind] of refusals) {
      const problems = [{ path: 'name', code, message: 'is empty' }];
      await using server = await startServer((_, response) =>
        refuse(response, status, code, {}, { problems }),
      );
      const { client } = clientOf(server.url, { retries: 0 });

      const error = await caught(client.auth.profile());

      expect(error).toBeInstanceOf(kind);
      expect(error).toMatchObject({
        code,
        status,
        problems,
        message: `Refused with ${code}`,
        correlationId: 'req_1',
        suggestedAction: 'Do something else.',
        docsUrl: `/docs/errors/${code}`,
      });
      expect(isApiError(error)).toBe(true);
      expect(isApiError(error, 'INSUFFICIENT_FUNDS')).toBe(code === 'INSUFFICIENT_FUNDS');
    }
  });

  test('of somebody else on the way are told apart', async () => {
    await using server = await startServer((_, response) => {
      response.writeHead(502, { 'content-type': 'text/html' });
      response.end('<h1>Bad gateway</h1>');
    });
    const { client, runtime } = clientOf(server.url);

    const error = await caught(client.auth.profile());

    expect(error).toBeInstanceOf(UnexpectedAnswerError);
    expect(error).toMatchObject({ status: 502 });
    expect(runtime.sleeps).toHaveLength(3);
  });

  test('that are no JSON do not pass for a result', async () => {
    await using server = await startServer((_, response) => void response.end('<html>'));
    const { client } = clientOf(server.url);

    expect(await caught(client.auth.profile())).toBeInstanceOf(UnexpectedAnswerError);
  });

  test('that redirect are refused, so that no token travels to another host', async () => {
    await using other = await startServer(() => ({}));
    await using server = await startServer((_, response) => {
      response.writeHead(307, { location: other.url });
      response.end();
    });
    const { client } = clientOf(server.url);

    await expect(client.auth.profile()).rejects.toThrow('should come from the server itself');
    expect(other.seen).toEqual([]);
  });
});

describe('requests', () => {
  test('go below the path of the base URL, with query, credentials and correlation id', async () => {
    await using server = await startServer(() => ({ items: [] }));
    const client = createClientIn(createTestRuntime(), {
      baseUrl: `${server.url}/tokens`,
      apiKey: 'btk_test',
    });

    await client.deployments.list(
      { status: 'Failed', cursor: undefined, reference: 'a&b=c d' },
      { correlationId: 'order-7' },
    );
    await client.deployments.get('../auth/profile?x');

    expect(server.seen.map(({ path }) => path)).toEqual([
      '/tokens/api/v1/deployment-status?status=Failed&reference=a%26b%3Dc+d',
      '/tokens/api/v1/deployment-status/..%2Fauth%2Fprofile%3Fx',
    ]);
    expect(server.seen[0]?.headers).toMatchObject({
      authorization: 'Bearer btk_test',
      'x-correlation-id': 'order-7',
    });
  });

  test('that anyone may make carry no credentials', async () => {
    await using server = await startServer(() => ({ items: [] }));
    const { client } = clientOf(server.url);

    await client.networks.list();

    expect(server.seen[0]?.headers.authorization).toBeUndefined();
  });

  test('list every item, page by page', async () => {
    await using server = await startServer((_, response, count) =>
      sendJson(response, 200, {
        items: [{ deploymentId: `dep_${count}` }],
        nextCursor: count < 3 ? `c${count}` : null,
      }),
    );
    const { client } = clientOf(server.url);

    const ids = await Array.fromAsync(
      client.deployments.listAll({ limit: 1 }),
      ({ deploymentId }) => deploymentId,
    );

    expect(ids).toEqual(['dep_1', 'dep_2', 'dep_3']);
    expect(server.seen.map(({ path }) => path.split('?')[1])).toEqual([
      'limit=1',
      'limit=1&cursor=c1',
      'limit=1&cursor=c2',
    ]);
  });

  test('that the caller made wrong are told as such, and sent nowhere', async () => {
    await using server = await startServer(() => ({}));
    const { client } = clientOf(server.url);

    const amount = { ...gold, totalSupply: 5n as unknown as string };
    expect(await caught(client.tokens.issue('asa-ft', amount))).toBeInstanceOf(TypeError);
    const key = { idempotencyKey: 'line\nbreak' };
    expect(await caught(client.tokens.issue('asa-ft', gold, key))).toBeInstanceOf(TypeError);
    expect(server.seen).toEqual([]);
  });

  test('never quote a key that cannot be sent', () => {
    expect(() =>
      createClientIn(createTestRuntime(), { baseUrl: 'https://a.example', apiKey: 'btk_ü' }),
    ).toThrow(/^Cannot use apiKey: should have visible ASCII characters only$/);
  });

  test.each(['ftp://example.com', 'example.com', 'http://user:secret@example.com'])(
    'cannot go to %s',
    (baseUrl) => {
      let message = '';
      try {
        createClientIn(createTestRuntime(), { baseUrl });
      } catch (error) {
        message = (error as Error).message;
      }
      expect(message).not.toBe('');
      expect(message).not.toContain('secret');
    },
  );
});
