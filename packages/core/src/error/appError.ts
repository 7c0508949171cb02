import { errorCodes, type ErrorCode } from './errorCodes.ts';

/** What an {@link AppError} is made of. */
export interface AppErrorFacts {
  /** Row of the catalogue. */
  readonly code: ErrorCode;
  /** What could not be done, a colon, what is and what should be. Safe to show. */
  readonly message: string;
  /** What the caller can do. @default the remedy of the code */
  readonly guidance?: string;
  /** JSON-plain facts for programs. Safe to show. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** Seconds after which a repetition makes sense; becomes Retry-After. */
  readonly retryAfterSeconds?: number;
  /** The original error, for the log only. */
  readonly cause?: unknown;
}

/**
 * An error with a place in the catalogue, meant for the caller.
 *
 * Everything but `cause` is shown to callers, so no secret may enter it.
 */
export class AppError extends Error {
  override readonly name: string = 'AppError';
  readonly code: ErrorCode;
  readonly guidance: string;
  readonly details: Readonly<Record<string, unknown>> | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(facts: AppErrorFacts) {
    super(facts.message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = facts.code;
    this.guidance = facts.guidance ?? errorCodes[facts.code].remedy;
    this.details = facts.details;
    this.retryAfterSeconds = facts.retryAfterSeconds;
  }

  /** The stable number of the code. */
  get number(): number {
    return errorCodes[this.code].number;
  }

  /** The HTTP status of an answer with this error. */
  get status(): number {
    return errorCodes[this.code].status;
  }
}
