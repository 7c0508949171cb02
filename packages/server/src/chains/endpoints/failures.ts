import type { AppError } from '@biatec-tokens/core';
import type { EndpointFailure } from '../../ports/networkAccess.ts';
import { invalidAnswerOf, isUnreachable, unreachableAt, type Origin } from '../errors.ts';

/** In what way an endpoint failed, or was not asked at all. */
export type FailureKind = EndpointFailure | 'resting';

/** An HTTP status that says "not now" or "not you". */
export class HttpStatusError extends Error {
  override readonly name = 'HttpStatusError';
  readonly status: number;
  /** How long the node wants to be left alone, where it says so. */
  readonly retryAfterMs: number | null;

  constructor(status: number, retryAfterMs: number | null = null) {
    super(`HTTP status ${status}`);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The endpoint was not asked at all: it failed before and is left alone. */
export class RestingError extends Error {
  override readonly name = 'RestingError';
}

/** Names the way in which an endpoint failed. */
export function failureKindOf(error: AppError): FailureKind {
  if (error.code === 'BLOCKCHAIN_WRONG_NETWORK') return 'wrong-network';
  if (error.code === 'BLOCKCHAIN_INVALID_ANSWER') return 'invalid-answer';
  const { cause } = error;
  if (cause instanceof RestingError) return 'resting';
  if (cause instanceof HttpStatusError) {
    if (cause.status === 429) return 'rate-limited';
    return cause.status === 401 || cause.status === 403 ? 'unauthorized' : 'server-error';
  }
  if (!(cause instanceof Error)) return 'connection';
  return cause.name === 'TimeoutError' || timeoutCodes.has(codeOf(cause))
    ? 'timeout'
    : 'connection';
}

/** Whether asking again in a moment may help: not after a timeout, nor where the node wants fewer questions. */
export function isPassing(error: unknown): boolean {
  if (!isUnreachable(error) || !(error.cause instanceof Error)) return false;
  const kind = failureKindOf(error);
  return kind === 'connection' || kind === 'server-error';
}

/** How long a failed endpoint asked to be left alone; null: it did not say. */
export function wantedRestMs({ cause }: AppError): number | null {
  return cause instanceof HttpStatusError ? cause.retryAfterMs : null;
}

const timeoutCodes: ReadonlySet<string> = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

const connectionProblems: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  ENOTFOUND: 'the name does not resolve',
  EAI_AGAIN: 'the name does not resolve now',
  EPIPE: 'the connection was cut',
  ETIMEDOUT: 'no connection in time',
  UND_ERR_SOCKET: 'the connection was cut',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
  UND_ERR_BODY_TIMEOUT: 'no whole answer in time',
};

/** Translates what the HTTP client throws. */
export function mapTransportError(origin: Origin, error: unknown, timeoutMs: number): AppError {
  if (error instanceof Error && error.name === 'TimeoutError')
    return unreachableAt(origin, `no answer within ${timeoutMs} ms`, error);
  const code = codeOf(error);
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE' || code.startsWith('HPE_'))
    return invalidAnswerOf(origin, 'it is no HTTP answer of sane size', error);
  return unreachableAt(origin, connectionProblems[code] ?? 'the connection failed', error);
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  // Connection attempts to several addresses fail together.
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  return inner === undefined ? '' : codeOf(inner);
}
