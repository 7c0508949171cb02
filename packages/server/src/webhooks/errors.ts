import { AppError } from '@biatec-tokens/core';
import { errors } from 'undici';

/** Thrown when a host name has no address, or no name server says so. */
export class HostUnresolvedError extends Error {
  override readonly name = 'HostUnresolvedError';

  constructor(host: string) {
    super(`the host name "${host}" does not resolve`);
  }
}

const sentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the host cannot be reached',
  ETIMEDOUT: 'the connection was not made in time',
  UND_ERR_CONNECT_TIMEOUT: 'the connection was not made in time',
  UND_ERR_HEADERS_OVERFLOW: 'the answer has too many headers',
};

/** Says in a sentence for the delivery log why a call got no answer; errors of undici and Node become words here. */
export function describeSendError(error: unknown, isLate: boolean, timeoutMs: number): string {
  if (isLate) return `the endpoint gave no answer within ${timeoutMs / 1_000} seconds`;
  if (error instanceof AppError || error instanceof HostUnresolvedError) return error.message;
  // Some of these have no code.
  if (error instanceof errors.HTTPParserError) return 'the answer is not HTTP';
  const code = codeOf(error);
  if (code === undefined) return 'the call failed';
  if (/CERT|TLS|SSL|ALTNAME/.test(code)) return `no secure connection could be made (${code})`;
  return sentences[code] ?? `the call failed (${code})`;
}

function codeOf(error: unknown): string | undefined {
  // Node tries several addresses at once, and then throws their errors together.
  const one: unknown = error instanceof AggregateError ? error.errors[0] : error;
  if (!(one instanceof Error) || !('code' in one)) return undefined;
  return typeof one.code === 'string' ? one.code : undefined;
}
