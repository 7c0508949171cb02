import type { ErrorCode, Problem } from '@biatec-tokens/core';
import { BiatecTokensError } from './biatecTokensError.ts';

/** A code of the catalogue, or one that a newer server has. */
export type ApiErrorCode = ErrorCode | (string & Record<never, never>);

/** The body of an error answer. */
export interface WireError {
  readonly errorCode: string;
  readonly errorNumber: number;
  readonly errorMessage: string;
  readonly suggestedAction: string;
  readonly correlationId: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly docsUrl: string;
}

/** What an {@link ApiError} is made of. */
export interface ApiErrorFacts {
  readonly wire: WireError;
  readonly status: number;
  readonly retryAfterMs?: number | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** Thrown when the server refuses. Every code has a page that says why it happens and what to do. */
export class ApiError extends BiatecTokensError {
  override readonly name: string = 'ApiError';
  /** Stable name of what went wrong: `INSUFFICIENT_FUNDS`. Decide by it, not by the message. */
  readonly code: ApiErrorCode;
  /** Stable number of the code. */
  readonly number: number;
  /** HTTP status. */
  readonly status: number;
  /** Name it when you ask for support. */
  readonly correlationId: string;
  /** What you can do. */
  readonly suggestedAction: string;
  /** Facts for programs. */
  readonly details: Readonly<Record<string, unknown>> | undefined;
  /** Everything wrong with the request, each with its path; empty when the request is not the reason. */
  readonly problems: readonly Problem[];
  /** Page of the code, relative to the server. */
  readonly docsUrl: string;
  /** When a repetition makes sense, in ms. */
  readonly retryAfterMs: number | undefined;
  /** Key of the refused call, where it had one. */
  readonly idempotencyKey: string | undefined;

  constructor({ wire, status, retryAfterMs, idempotencyKey }: ApiErrorFacts) {
    super(wire.errorMessage);
    this.code = wire.errorCode;
    this.number = wire.errorNumber;
    this.status = status;
    this.correlationId = wire.correlationId;
    this.suggestedAction = wire.suggestedAction;
    this.details = wire.details;
    const problems = wire.details?.['problems'];
    this.problems = Array.isArray(problems) ? (problems as Problem[]) : [];
    this.docsUrl = wire.docsUrl;
    this.retryAfterMs = retryAfterMs;
    this.idempotencyKey = idempotencyKey;
  }
}

/**
 * Tells whether an error is the server's refusal, and with which code.
 *
 * @param error - Whatever was caught.
 * @param codes - Codes to look for; none means any.
 * @returns True for an {@link ApiError} with one of the codes.
 * @example
 * if (isApiError(error, 'SUBSCRIPTION_LIMIT_EXCEEDED')) await offerUpgrade();
 */
export function isApiError<Code extends ErrorCode>(
  error: unknown,
  ...codes: readonly Code[]
): error is ApiError & { readonly code: [Code] extends [never] ? ApiErrorCode : Code } {
  return (
    error instanceof ApiError && (codes.length === 0 || codes.some((code) => code === error.code))
  );
}
