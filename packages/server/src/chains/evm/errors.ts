import { AppError, type ErrorCode, type NetworkId } from '@biatec-tokens/core';
import { decodeErrorResult, type Abi, type Hex } from 'viem';
import { invalidAnswer, unreachable } from '../errors.ts';

/** What a node said instead of a result. */
export interface NodeError {
  readonly code: number;
  readonly message: string;
  /** What a contract reverted with, where the node tells. */
  readonly data: Hex | null;
}

/** Where an answer came from; `host` carries no path, since providers put keys there. */
export interface Origin {
  readonly networkId: NetworkId;
  readonly host: string;
}

/** An HTTP status that says "not now". */
export class HttpStatusError extends Error {
  override readonly name = 'HttpStatusError';
  readonly status: number;

  constructor(status: number) {
    super(`HTTP status ${status}`);
    this.status = status;
  }
}

/** No answer: connection refused or lost, timeout, HTTP 429 or 5xx, or an endpoint that is left alone. */
export function unreachableAt(
  { networkId, host }: Origin,
  what: string,
  cause?: unknown,
): AppError {
  return unreachable(networkId, `${what} (${host})`, cause);
}

/** An answer that no node gives: not JSON, not JSON-RPC, or a value of the wrong shape. */
export function invalidAnswerOf(
  { networkId, host }: Origin,
  what: string,
  cause?: unknown,
): AppError {
  return invalidAnswer(networkId, `${what} (${host})`, cause);
}

/** Whether the node is what failed, so that another endpoint may do better. */
export function isNodeFailure(error: unknown): error is AppError {
  return error instanceof AppError && nodeFailures.has(error.code);
}

/** Whether asking again in a moment may help: not after a timeout, nor where the node wants fewer questions. */
export function isPassing(error: unknown): boolean {
  if (!isUnreachable(error)) return false;
  const { cause } = error;
  if (cause instanceof HttpStatusError) return cause.status !== 429;
  return cause instanceof Error && cause.name !== 'TimeoutError';
}

export function isUnreachable(error: unknown): error is AppError {
  return error instanceof AppError && error.code === 'BLOCKCHAIN_UNREACHABLE';
}

export function isWrongNetwork(error: unknown): boolean {
  return error instanceof AppError && error.code === 'BLOCKCHAIN_WRONG_NETWORK';
}

const nodeFailures: ReadonlySet<ErrorCode> = new Set([
  'BLOCKCHAIN_UNREACHABLE',
  'BLOCKCHAIN_INVALID_ANSWER',
  'BLOCKCHAIN_WRONG_NETWORK',
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
  if (error instanceof Error && error.name === 'TimeoutError') {
    return unreachableAt(origin, `no answer within ${timeoutMs} ms`, error);
  }
  const code = codeOf(error);
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE' || code.startsWith('HPE_')) {
    return invalidAnswerOf(origin, 'it is no HTTP answer of sane size', error);
  }
  return unreachableAt(origin, connectionProblems[code] ?? 'the connection failed', error);
}

/** Whether the error says that a contract reverted, rather than that the node would not do it. */
export function isRevert(error: NodeError): boolean {
  // 3 is what geth and its descendants use; others are known by the data they attach.
  return error.code === 3 || error.data !== null;
}

/** Writes revert data for people: custom errors by name, reasons as they are, panics by number. */
export function describeRevert(abi: Abi, data: Hex | null): string {
  if (data === null || data === '0x') return 'reverted without a reason';
  try {
    const { errorName, args } = decodeErrorResult({ abi, data });
    if (errorName === 'Error') return String(args?.[0]);
    return `${errorName}(${(args ?? []).map(String).join(', ')})`;
  } catch {
    return `reverted with ${data.length > 138 ? `${data.slice(0, 138)}…` : data}`;
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  // Connection attempts to several addresses fail together.
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  return inner === undefined ? '' : codeOf(inner);
}
