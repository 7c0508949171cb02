import type { ErrorCode } from '@biatec-tokens/core';
import { ApiError, type ApiErrorFacts } from './apiError.ts';

/** Thrown when the request is malformed or breaks a rule; `problems` lists every one with its path. */
export class ValidationError extends ApiError {
  override readonly name = 'ValidationError';
}

/** Thrown when nobody is signed in, or not any more: sign in again. */
export class AuthenticationError extends ApiError {
  override readonly name = 'AuthenticationError';
}

/** Thrown when the signed-in user or the API key may not do this. */
export class PermissionError extends ApiError {
  override readonly name = 'PermissionError';
}

/** Thrown when there is no such thing in the organization. */
export class NotFoundError extends ApiError {
  override readonly name = 'NotFoundError';
}

/** Thrown when the present state does not allow it: read again, then decide. */
export class ConflictError extends ApiError {
  override readonly name = 'ConflictError';
}

/** Thrown when an idempotency key cannot be used: malformed, used for another body, or still being worked on. */
export class IdempotencyError extends ApiError {
  override readonly name = 'IdempotencyError';
}

/** Thrown when an account cannot pay what it needs; `details` says which account, how much it needs and has. */
export class InsufficientFundsError extends ApiError {
  override readonly name = 'InsufficientFundsError';
}

/** Thrown when the organization's plan is used up. */
export class SubscriptionLimitError extends ApiError {
  override readonly name = 'SubscriptionLimitError';
}

/** Thrown when too many sign-ins failed; the user is locked for a while. */
export class AccountLockedError extends ApiError {
  override readonly name = 'AccountLockedError';
}

/** Thrown when there were too many requests, also after the repetitions; `retryAfterMs` says when to come back. */
export class RateLimitError extends ApiError {
  override readonly name = 'RateLimitError';
}

/** Thrown when the server could not answer, also after the repetitions; whether it acted is unknown. */
export class ServerError extends ApiError {
  override readonly name = 'ServerError';
}

type Refusal = new (facts: ApiErrorFacts) => ApiError;

const byCode: Partial<Record<ErrorCode, Refusal>> = {
  IDEMPOTENCY_KEY_INVALID: IdempotencyError,
  IDEMPOTENCY_KEY_MISMATCH: IdempotencyError,
  IDEMPOTENCY_IN_PROGRESS: IdempotencyError,
  INSUFFICIENT_FUNDS: InsufficientFundsError,
  SUBSCRIPTION_LIMIT_EXCEEDED: SubscriptionLimitError,
};

const byStatus: Readonly<Record<number, Refusal>> = {
  400: ValidationError,
  401: AuthenticationError,
  403: PermissionError,
  404: NotFoundError,
  409: ConflictError,
  423: AccountLockedError,
  429: RateLimitError,
};

/** The error of an answer: by its code, else by its status. */
export function toApiError(facts: ApiErrorFacts): ApiError {
  const { wire, status } = facts;
  const known = Object.hasOwn(byCode, wire.errorCode)
    ? byCode[wire.errorCode as ErrorCode]
    : undefined;
  const Class = known ?? byStatus[status] ?? (status >= 500 ? ServerError : ApiError);
  return new Class(facts);
}
