import { createHash } from 'node:crypto';
import { AppError } from '@biatec-tokens/core';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { PermitLimit, PermitState, Store } from '../../ports/store/index.ts';

/** How many requests a minute may hold. */
export interface RateLimits {
  /** Of one signed-in user, over all sessions. */
  readonly user: number;
  /** Without a session, of one client address. */
  readonly client: number;
  /** For sign-ins, registrations and the like, of one client address. */
  readonly authClient: number;
  /** The same, for one email address. */
  readonly authEmail: number;
}

/** Who is held back by a limit. */
export type Limited =
  | { readonly kind: 'user'; readonly userId: string }
  | { readonly kind: 'client' | 'authClient'; readonly client: string }
  | { readonly kind: 'authEmail'; readonly email: string };

/** Says who asks too often. */
export interface Limiter {
  /**
   * Counts a request; of several limits the one with the least room is told.
   *
   * @returns null where limits are switched off, or cannot be counted: a full disk must not end what still works.
   * @throws {RateLimitExceededError} with Retry-After; the request then counts nowhere
   */
  take(limited: readonly Limited[], count?: number): Promise<PermitState | null>;
}

export interface LimiterDeps {
  /** Null: there are none. */
  readonly limits: RateLimits | null;
  readonly store: Pick<Store, 'takePermits'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

const windowMs = 60_000;
/** Whoever was refused is refused without asking the store again, as long as nothing can have come back. */
const rememberedMax = 10_000;

export function createLimiter({ limits, store, clock, log }: LimiterDeps): Limiter {
  if (limits === null) return { take: () => Promise.resolve(null) };
  const exhausted = new Map<string, PermitState>();
  let warnedAt = 0;

  function findExhausted(asked: readonly PermitLimit[], now: Date): PermitState | undefined {
    for (const { key } of asked) {
      const state = exhausted.get(key);
      if (state === undefined) continue;
      if (now < state.resetAt) return state;
      exhausted.delete(key);
    }
    return undefined;
  }

  function remember(key: string, state: PermitState): void {
    const [oldest] = exhausted.keys();
    if (exhausted.size >= rememberedMax && oldest !== undefined) exhausted.delete(oldest);
    exhausted.set(key, state);
  }

  function warn(error: unknown, now: Date): void {
    if (now.getTime() < warnedAt + windowMs) return;
    warnedAt = now.getTime();
    log.warn({ err: error }, 'requests are not counted, and so not limited');
  }

  return {
    async take(limited, count = 1) {
      const now = clock.now();
      const asked = limited.map((each) => limitOf(each, limits));
      const known = findExhausted(asked, now);
      if (known !== undefined) throw new RateLimitExceededError(known, now);
      let taken;
      try {
        taken = await store.takePermits(asked, { count, now });
      } catch (error) {
        warn(error, now);
        return null;
      }
      const { ok, states } = taken;
      if (!ok)
        for (const [index, state] of states.entries())
          if (state.remaining === 0) remember(asked[index]?.key ?? '', state);
      const tightest = states.reduce((least, state) =>
        state.remaining < least.remaining ? state : least,
      );
      if (!ok) throw new RateLimitExceededError(tightest, now);
      return tightest;
    },
  };
}

function limitOf(limited: Limited, limits: RateLimits): PermitLimit {
  const { kind } = limited;
  const whose =
    kind === 'user'
      ? limited.userId
      : kind === 'authEmail'
        ? hashOf(limited.email)
        : limited.client;
  return { key: `${kind}:${whose}`, limit: limits[kind], windowMs };
}

/** Strangers' addresses are not ours to keep. */
function hashOf(email: string): string {
  return createHash('sha256').update(email).digest('hex');
}

/** Thrown when there were too many requests within a minute. */
export class RateLimitExceededError extends AppError {
  override readonly name = 'RateLimitExceededError';
  readonly state: PermitState;

  constructor(state: PermitState, now: Date) {
    super({
      code: 'RATE_LIMIT_EXCEEDED',
      message: `Cannot answer yet: there were too many requests, at most ${state.limit} may come within a minute`,
      details: { limit: state.limit, windowSeconds: windowMs / 1_000 },
      retryAfterSeconds: Math.max(1, Math.ceil((state.resetAt.getTime() - now.getTime()) / 1_000)),
    });
    this.state = { ...state, remaining: 0 };
  }
}
