import { isApiError, type WireError } from '../errors/apiError.ts';
import {
  ConnectionError,
  TimeoutError,
  UnexpectedAnswerError,
} from '../errors/connectionErrors.ts';
import { toApiError } from '../errors/refusals.ts';
import type { RequestOptions } from '../types/options.ts';
import type { Credentials } from './credentials.ts';
import { newIdempotencyKey } from './newIdempotencyKey.ts';
import { readRetryAfterMs, retryDelayMs, type Repeat } from './retry.ts';
import type { Runtime } from './runtime.ts';
import { orAborted, timerMsMax } from './sleep.ts';

/** One operation over HTTP. */
export interface Call {
  /** What it does, for messages: "issue a token". */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Without a slash at its start, below the base URL. */
  readonly path: string;
  readonly query?: object | undefined;
  readonly body?: object | undefined;
  /** In place of a body. */
  readonly form?: FormData;
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * `session` proves who asks. `keyed` also sends an idempotency key, so that repetitions stay single.
   * `open` is for calls anyone may make.
   */
  readonly kind: 'open' | 'session' | 'keyed';
  /** @default 'harmless' */
  readonly repeat?: Repeat;
}

/** Makes calls: with credentials, a time limit and repetitions. */
export interface Transport {
  /** The JSON of the answer. */
  send<Answer>(call: Call, options?: RequestOptions): Promise<Answer>;
  /** The answer with its body still to be read. */
  open(call: Call, options?: RequestOptions): Promise<Response>;
}

export interface TransportOptions {
  readonly baseUrl: URL;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly runtime: Runtime;
  readonly credentials: () => Credentials;
}

export function createTransport(transport: TransportOptions): Transport {
  const { runtime } = transport;

  async function repeat<Answer>(
    call: Call,
    options: RequestOptions,
    read: (response: Response) => Promise<Answer>,
  ): Promise<Answer> {
    // Made before the first try: the server knows every further one by it.
    const idempotencyKey =
      call.kind === 'keyed' ? (options.idempotencyKey ?? newIdempotencyKey()) : undefined;
    // Written once, so that every try says the same, and a mistake of the caller is no failure of the connection.
    const headers = headersOf(call, options, idempotencyKey);
    const body = call.body === undefined ? call.form : JSON.stringify(call.body);
    const retries = options.retries ?? transport.retries;
    let mayRenew = call.kind !== 'open';
    for (let attempt = 0; ;) {
      const bearer = call.kind === 'open' ? undefined : transport.credentials().bearer();
      try {
        // The session may have changed, or ended, since the last try.
        if (bearer === undefined) headers.delete('authorization');
        else headers.set('authorization', `Bearer ${bearer}`);
        return await exchange({ call, options, headers, body, idempotencyKey, read });
      } catch (error) {
        if (mayRenew && bearer !== undefined && isApiError(error, 'UNAUTHORIZED')) {
          mayRenew = false;
          const renewed = transport.credentials().renew(bearer);
          if (await orAborted(renewed, options.signal)) continue;
        }
        const delayMs =
          attempt < retries
            ? retryDelayMs(error, {
                repeat: call.repeat ?? 'harmless',
                attempt,
                random: runtime.random,
              })
            : undefined;
        if (delayMs === undefined) throw error;
        attempt += 1;
        await runtime.sleep(delayMs, options.signal);
      }
    }
  }

  /** One try: whatever comes of it is the value or an error of this package, or the reason of the caller's signal. */
  async function exchange<Answer>(one: {
    call: Call;
    options: RequestOptions;
    headers: Headers;
    body: string | FormData | undefined;
    idempotencyKey: string | undefined;
    read: (response: Response) => Promise<Answer>;
  }): Promise<Answer> {
    const { call, options, headers, body, idempotencyKey } = one;
    const { signal } = options;
    signal?.throwIfAborted();
    const timeoutMs = options.timeoutMs ?? transport.timeoutMs;
    const stop = new AbortController();
    const abort = () => stop.abort(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    let timedOut = false;
    const timer = setTimeout(
      () => {
        timedOut = true;
        stop.abort();
      },
      Math.min(timeoutMs, timerMsMax),
    );
    const facts = { call: call.name, idempotencyKey };
    try {
      const response = await runtime.fetch(urlOf(transport.baseUrl, call), {
        method: call.method,
        headers,
        ...(body === undefined ? {} : { body }),
        // Followed, a redirect could carry a token to another host or turn a POST into a GET.
        redirect: 'manual',
        signal: stop.signal,
      });
      if (!response.ok) throw await toError(response, facts);
      return await one.read(response);
    } catch (error) {
      if (signal?.aborted === true) throw signal.reason;
      if (timedOut) throw new TimeoutError({ ...facts, timeoutMs });
      if (error instanceof UnexpectedAnswerError || isApiError(error)) throw error;
      throw new ConnectionError({ ...facts, cause: error });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  }

  async function toError(
    response: Response,
    facts: { call: string; idempotencyKey: string | undefined },
  ): Promise<Error> {
    const { status } = response;
    const retryAfterMs = readRetryAfterMs(response.headers.get('retry-after'), runtime.now());
    const wire = parseJson(await response.text());
    if (isWireError(wire)) {
      return toApiError({ wire, status, retryAfterMs, idempotencyKey: facts.idempotencyKey });
    }
    const isRedirect = status === 0 || (status >= 300 && status < 400);
    const problem = isRedirect
      ? 'is a redirect, should come from the server itself: check the base URL'
      : 'is not from a BiatecTokens server: check the base URL and the proxies on the way';
    return new UnexpectedAnswerError({ ...facts, status, problem, retryAfterMs });
  }

  return {
    send: <Answer>(call: Call, options: RequestOptions = {}) =>
      repeat(call, options, async (response) => {
        const answer = parseJson(await response.text());
        if (typeof answer === 'object' && answer !== null) return answer as Answer;
        throw new UnexpectedAnswerError({
          call: call.name,
          status: response.status,
          problem: 'is no JSON object: check the base URL and the proxies on the way',
        });
      }),
    open: (call, options = {}) => repeat(call, options, (response) => Promise.resolve(response)),
  };
}

function headersOf(call: Call, options: RequestOptions, idempotencyKey?: string): Headers {
  const headers = new Headers({ accept: 'application/json', ...call.headers });
  if (call.body !== undefined) headers.set('content-type', 'application/json');
  if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey);
  if (options.correlationId !== undefined) headers.set('x-correlation-id', options.correlationId);
  return headers;
}

function urlOf(baseUrl: URL, { path, query = {} }: Call): URL {
  const url = new URL(path, baseUrl);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isWireError(body: unknown): body is WireError {
  return (
    typeof body === 'object' &&
    body !== null &&
    'errorCode' in body &&
    typeof body.errorCode === 'string' &&
    'errorMessage' in body &&
    typeof body.errorMessage === 'string'
  );
}
