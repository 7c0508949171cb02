import { ApiError } from '../errors/apiError.ts';
import {
  ConnectionError,
  TimeoutError,
  UnexpectedAnswerError,
} from '../errors/connectionErrors.ts';

const delayMsFirst = 500;
const delayMsMax = 8_000;
/** Whoever is asked to stay away for longer is told, not kept. */
const retryAfterMsMax = 60_000;

/**
 * What a repetition may do.
 *
 * - `harmless`: reads, and calls whose idempotency key keeps them single.
 * - `unless-sent`: calls without a key; only an answer that says "not now" proves that nothing was done.
 */
export type Repeat = 'harmless' | 'unless-sent';

/** How long to wait before the call is made again, in ms; undefined when it should not be. */
export function retryDelayMs(
  error: unknown,
  { repeat, attempt, random }: { repeat: Repeat; attempt: number; random: () => number },
): number | undefined {
  if (!isWorthRepeating(error, repeat)) return undefined;
  const ceiling = Math.min(delayMsMax, delayMsFirst * 2 ** attempt);
  // Half fixed, half random: clients that failed together do not come back together.
  const backoff = ceiling / 2 + (ceiling / 2) * random();
  const asked = 'retryAfterMs' in error ? error.retryAfterMs : undefined;
  if (asked === undefined) return backoff;
  return asked > retryAfterMsMax ? undefined : asked + delayMsFirst * random();
}

type Failure = ApiError | UnexpectedAnswerError | ConnectionError | TimeoutError;

function isWorthRepeating(error: unknown, repeat: Repeat): error is Failure {
  if (error instanceof ConnectionError || error instanceof TimeoutError) {
    return repeat === 'harmless';
  }
  if (!(error instanceof ApiError || error instanceof UnexpectedAnswerError)) return false;
  const { status, retryAfterMs } = error;
  if (status === 429 || (status === 503 && retryAfterMs !== undefined)) return true;
  if (repeat === 'unless-sent') return false;
  // A conflict passes by itself only where the server says when.
  return status === 408 || status >= 500 || (status === 409 && retryAfterMs !== undefined);
}

/** Reads Retry-After: seconds, or a date. */
export function readRetryAfterMs(text: string | null, now: number): number | undefined {
  if (text === null) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
