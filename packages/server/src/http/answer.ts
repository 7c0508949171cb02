import { toWireError, type AppError } from '@biatec-tokens/core';
import { RateLimitExceededError } from '../services/limits/createLimiter.ts';
import { rateLimitHeaders } from '../services/limits/rateLimitHeaders.ts';
import type { Clock } from '../ports/clock.ts';
import type { HttpContext } from './httpEnv.ts';

/** Of every answer: nothing here is a page to be framed, sniffed or kept. */
export const securityHeaders = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
} as const;

/**
 * Makes an answer with the headers of this request.
 *
 * One plain object of headers, made at once: touching the headers of a finished Response costs more than the rest.
 */
export function answer(
  c: HttpContext,
  body: string | Uint8Array<ArrayBuffer> | ReadableStream | null,
  { status = 200, ...headers }: { readonly status?: number; readonly [header: string]: unknown },
): Response {
  const all = { ...c.get('headers'), ...(headers as Record<string, string>) };
  return new Response(body, { status, headers: all });
}

export function answerJson(
  c: HttpContext,
  value: unknown,
  options: { readonly status?: number; readonly [header: string]: unknown } = {},
): Response {
  return answer(c, JSON.stringify(value), { 'Content-Type': 'application/json', ...options });
}

/** Writes an error of the catalogue as the body of an answer. */
export function answerError(
  c: HttpContext,
  error: AppError,
  clock: Clock,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const wire = toWireError(error, { correlationId: c.get('correlationId'), now: clock.now() });
  return answerJson(c, wire, {
    status: error.status,
    ...(error.retryAfterSeconds === undefined
      ? {}
      : { 'Retry-After': String(error.retryAfterSeconds) }),
    ...(error.status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
    ...(error instanceof RateLimitExceededError ? rateLimitHeaders(error.state) : {}),
    ...headers,
  });
}
