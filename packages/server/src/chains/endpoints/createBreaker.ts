import {
  CircuitState,
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleWhen,
  retry,
  type RetryPolicy,
} from 'cockatiel';
import type { Clock } from '../../ports/clock.ts';
import { isUnreachable } from '../errors.ts';
import { isPassing } from './failures.ts';

export type BreakerState = 'closed' | 'open' | 'half-open';

/** Leaves an endpoint alone after repeated failures, and then lets one question through to see whether it is back. */
export interface Breaker {
  readonly state: BreakerState;
  /** Until when nothing is let through; null while closed. */
  readonly openUntil: Date | null;
  /** Whether nothing more may be asked now: it is open, or the one question that may pass is on its way. */
  readonly isShut: boolean;
  /** The one question on its way that decides; rejects when it fails. */
  readonly trial: Promise<unknown> | null;
  execute<T>(work: () => Promise<T>): Promise<T>;
}

export interface BreakerOptions {
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly onChange: (state: BreakerState) => void;
}

const failuresBeforeOpen = 5;
const openMsMin = 2_000;
const openMsMax = 16_000;
const triesMax = 3;

export function createBreaker({ clock, random, onChange }: BreakerOptions): Breaker {
  // Our clock says for how long it is open, so that all of the server agrees and tests can move it; here it is over at once.
  const breaker = circuitBreaker(handleWhen(isUnreachable), {
    breaker: new ConsecutiveBreaker(failuresBeforeOpen),
    halfOpenAfter: 0,
  });
  let timesOpened = 0;
  let openUntilMs: number | null = null;
  let trial: Promise<unknown> | null = null;

  breaker.onBreak(() => {
    const openMs = Math.min(openMsMin * 2 ** timesOpened, openMsMax);
    timesOpened += 1;
    openUntilMs = clock.now().getTime() + jittered(openMs, random());
    onChange('open');
  });
  breaker.onReset(() => {
    timesOpened = 0;
    openUntilMs = null;
    onChange('closed');
  });
  const isOpen = () =>
    breaker.state === CircuitState.Open && clock.now().getTime() < (openUntilMs ?? 0);

  return {
    get state() {
      if (breaker.state === CircuitState.Closed) return 'closed';
      return isOpen() ? 'open' : 'half-open';
    },
    get openUntil() {
      return openUntilMs === null ? null : new Date(openUntilMs);
    },
    get isShut() {
      return isOpen() || breaker.state === CircuitState.HalfOpen;
    },
    get trial() {
      return trial;
    },
    execute(work) {
      if (breaker.state !== CircuitState.Open) return breaker.execute(work);
      const outcome = breaker.execute(work).finally(() => (trial = null));
      trial = outcome;
      return outcome;
    },
  };
}

/** Tries a piece of work up to three times while what failed may pass; the pauses are spread. */
export function createRetry(isWorthIt: (error: unknown) => boolean = () => true): RetryPolicy {
  return retry(
    handleWhen((error) => isPassing(error) && isWorthIt(error)),
    {
      maxAttempts: triesMax - 1,
      backoff: new ExponentialBackoff({ initialDelay: 30, maxDelay: 300 }),
    },
  );
}

/** Spreads a time by up to a quarter, so that what failed together is not asked again together. */
export function jittered(ms: number, random: number): number {
  return Math.round(ms * (0.75 + 0.5 * random));
}
