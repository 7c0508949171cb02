import { BiatecTokensError } from './biatecTokensError.ts';

/** Thrown when no answer arrived; whether the server acted is unknown. Repeat with the same idempotency key. */
export class ConnectionError extends BiatecTokensError {
  override readonly name = 'ConnectionError';
  /** Pass it as `idempotencyKey` when you repeat the call yourself. */
  readonly idempotencyKey: string | undefined;

  constructor(facts: { call: string; idempotencyKey?: string | undefined; cause: unknown }) {
    super(`Cannot ${facts.call}: the connection failed`, { cause: facts.cause });
    this.idempotencyKey = facts.idempotencyKey;
  }
}

/** Thrown when time ran out; whether the server acted is unknown. Repeat with the same idempotency key. */
export class TimeoutError extends BiatecTokensError {
  override readonly name = 'TimeoutError';
  /** How long was waited, in ms. */
  readonly timeoutMs: number;
  /** Pass it as `idempotencyKey` when you repeat the call yourself. */
  readonly idempotencyKey: string | undefined;

  constructor(facts: { call: string; timeoutMs: number; idempotencyKey?: string | undefined }) {
    super(`Cannot ${facts.call}: no result within ${facts.timeoutMs} ms`);
    this.timeoutMs = facts.timeoutMs;
    this.idempotencyKey = facts.idempotencyKey;
  }
}

/** Thrown when an answer is not one of a BiatecTokens server: a proxy's page, a redirect, another service. */
export class UnexpectedAnswerError extends BiatecTokensError {
  override readonly name = 'UnexpectedAnswerError';
  /** HTTP status; 0 when the platform hides it. */
  readonly status: number;
  /** What Retry-After asks for, in ms. */
  readonly retryAfterMs: number | undefined;
  /** Pass it as `idempotencyKey` when you repeat the call yourself. */
  readonly idempotencyKey: string | undefined;

  constructor(facts: {
    call: string;
    status: number;
    problem: string;
    retryAfterMs?: number | undefined;
    idempotencyKey?: string | undefined;
  }) {
    super(`Cannot ${facts.call}: the answer with status ${facts.status} ${facts.problem}`);
    this.status = facts.status;
    this.retryAfterMs = facts.retryAfterMs;
    this.idempotencyKey = facts.idempotencyKey;
  }
}
