import { AppError } from '@biatec-tokens/core';
import { bulkhead } from 'cockatiel';
import { Pool } from 'undici';
import { unreachableAt, type Origin } from '../errors.ts';
import { failureKindOf, HttpStatusError, mapTransportError, type FailureKind } from './failures.ts';

/** One endpoint as an operator set it. */
export interface EndpointOptions {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request below the endpoint's own address; with a body it is a POST. */
export interface HttpRequest {
  /** Appended to the path of the endpoint's URL. @default '' */
  readonly path?: string;
  readonly body?: string | Uint8Array;
  /** @default 'application/json' */
  readonly contentType?: string;
}

/** What a node said: 2xx and those 4xx that judge the request. */
export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

export interface HttpOptions extends EndpointOptions {
  readonly origin: Origin;
  readonly timeoutMs: number;
  /** Told when a connection ends or none can be made: what answers next may be another node. */
  readonly onDisconnect: () => void;
  /** Told of every exchange; `failure` is null when an answer came. */
  readonly onExchange: (exchange: {
    readonly durationMs: number;
    readonly failure: FailureKind | null;
  }) => void;
}

/** Kept-alive connections to one endpoint. */
export interface Http {
  /**
   * @param ready - Awaited when the request's turn has come: a queue behind a dead node must not be played out.
   * Without it the request takes no turn, since others may be waiting for it in theirs.
   * @throws {AppError} BLOCKCHAIN_UNREACHABLE, or BLOCKCHAIN_INVALID_ANSWER if what came is no HTTP
   */
  send(request: HttpRequest, ready?: () => Promise<unknown>): Promise<HttpAnswer>;
  close(): Promise<void>;
}

/** Requests on their way to one endpoint at once; more wait. */
const parallelMax = 16;
const responseBytesMax = 16 * 1024 * 1024;
const restMsMax = 60_000;

export function createHttp(options: HttpOptions): Http {
  const { origin, timeoutMs, onExchange } = options;
  const url = new URL(options.url);
  const headers = { ...credentialsOf(url), ...options.headers };
  // Not fetch: several questions an issuance are most of what it costs, and fetch costs several times as much.
  const pool = new Pool(url.origin, {
    connections: parallelMax,
    clientTtl: null,
    keepAliveTimeout: 30_000,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: { timeout: timeoutMs },
    maxResponseSize: responseBytesMax,
  });
  pool.on('disconnect', options.onDisconnect);
  const turns = bulkhead(parallelMax, Number.MAX_SAFE_INTEGER);

  async function exchange({ path = '', body, contentType }: HttpRequest): Promise<HttpAnswer> {
    const started = performance.now();
    let failure: FailureKind | null = null;
    try {
      return await ask(pathOf(url, path), body, contentType ?? 'application/json');
    } catch (error) {
      if (error instanceof AppError) failure = failureKindOf(error);
      throw error;
    } finally {
      onExchange({ durationMs: performance.now() - started, failure });
    }
  }

  async function ask(
    path: string,
    body: HttpRequest['body'],
    contentType: string,
  ): Promise<HttpAnswer> {
    let status: number;
    let text: string;
    let retryAfter: string | string[] | undefined;
    // Not AbortSignal.timeout: it goes on after the answer, and makes an error with a stack for nobody.
    const limit = new AbortController();
    const timer = setTimeout(
      () => limit.abort(new DOMException('No answer in time', 'TimeoutError')),
      timeoutMs,
    );
    try {
      const answer = await pool.request({
        path,
        method: body === undefined ? 'GET' : 'POST',
        headers: body === undefined ? headers : { ...headers, 'content-type': contentType },
        ...(body === undefined ? {} : { body }),
        signal: limit.signal,
      });
      status = answer.statusCode;
      retryAfter = answer.headers['retry-after'];
      text = await answer.body.text();
    } catch (error) {
      options.onDisconnect();
      throw mapTransportError(origin, error, timeoutMs);
    } finally {
      clearTimeout(timer);
    }
    // Redirections are not followed: a token must not travel to another host.
    const isNoAnswer = status >= 500 || (status >= 300 && status < 400);
    if (isNoAnswer || status === 429 || status === 401 || status === 403) {
      const cause = new HttpStatusError(status, restMsOf(retryAfter));
      throw unreachableAt(origin, `it answers HTTP ${status}`, cause);
    }
    return { status, text };
  }

  return {
    send(request, ready) {
      if (ready === undefined) return exchange(request);
      return turns.execute(async () => {
        await ready();
        return exchange(request);
      });
    },
    close: () => pool.destroy(),
  };
}

function pathOf(url: URL, path: string): string {
  if (path === '') return `${url.pathname}${url.search}`;
  return `${url.pathname.replace(/\/$/, '')}${path}`;
}

/** Seconds, as rate limits have it; a date is not worth a clock here. */
function restMsOf(retryAfter: string | string[] | undefined): number | null {
  if (typeof retryAfter !== 'string' || !/^\d{1,6}$/.test(retryAfter)) return null;
  return Math.min(Number(retryAfter) * 1_000, restMsMax);
}

/** Credentials in a URL become a header, as fetch and other clients do not send them. */
function credentialsOf(url: URL): Record<string, string> {
  if (url.username === '' && url.password === '') return {};
  const plain = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { authorization: `Basic ${Buffer.from(plain).toString('base64')}` };
}
