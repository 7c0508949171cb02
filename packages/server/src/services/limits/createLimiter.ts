import { createHash } from 'node:crypto';
import { AppError } from '@biatec-tokens/core';
import { assertNever } from '../../internal/assertNever.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { PermitLimit, PermitState, Store } from '../../ports/store/index.ts';

/** How many requests a minute may hold, or an hour where it says so. */
export interface RateLimits {
  /** Of one signed-in user, over all sessions. */
  readonly user: number;
  /** Without a session, of one client address. */
  readonly client: number;
  /** For sign-ins, registrations and the like, of one client address. */
  readonly authClient: number;
  /** The same, for one email address. */
  readonly authEmail: number;
  /** Accounts brought in, and tried to, by one user within an hour: each costs a derivation. */
  readonly accountImport: number;
  /** Times that one user may see the words of their accounts within an hour: each sends a mail. */
  readonly accountExport: number;
  /** Registrations of addresses that are registered already, from one client within an hour: each tells of a user. */
  readonly alreadyRegistered: number;
}

/** Who is held back by a limit. */
export type Limited =
  | { readonly kind: 'user' | 'accountImport' | 'accountExport'; readonly userId: string }
  | { readonly kind: 'client' | 'authClient' | 'alreadyRegistered'; readonly client: string }
  | { readonly kind: 'authEmail'; readonly email: string };

/** Says who asks too often. */
export interface Limiter {
  /**
   * Counts a request; of several limits the one with the least room is told.
   *
   * @param count - 0 counts nothing, and asks whether there is room for one more.
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

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const hourly: ReadonlySet<Limited['kind']> = new Set([
  'accountImport',
  'accountExport',
  'alreadyRegistered',
]);
const warnEveryMs = minuteMs;
/** Whoever was refused is refused without asking the store again, as long as nothing can have come back. */
const rememberedMax = 10_000;

export function createLimiter({ limits, store, clock, log }: LimiterDeps): Limiter {
  if (limits === null) return { take: () => Promise.resolve(null) };
  const exhausted = new Map<string, PermitState>();
  let warnedAt = 0;

  function refuseExhausted(asked: readonly PermitLimit[], now: Date): void {
    for (const { key, windowMs } of asked) {
      const state = exhausted.get(key);
      if (state === undefined) continue;
      if (now < state.resetAt) throw new RateLimitExceededError(state, { windowMs, now });
      exhausted.delete(key);
    }
  }

  function remember(key: string, state: PermitState): void {
    const [oldest] = exhausted.keys();
    if (exhausted.size >= rememberedMax && oldest !== undefined) exhausted.delete(oldest);
    exhausted.set(key, state);
  }

  function warn(error: unknown, now: Date): void {
    if (now.getTime() < warnedAt + warnEveryMs) return;
    warnedAt = now.getTime();
    log.warn({ err: error }, 'requests are not counted, and so not limited');
  }

  return {
    async take(limited, count = 1) {
      const now = clock.now();
      const asked = limited.map((each) => limitOf(each, limits));
      refuseExhausted(asked, now);
      let taken;
      try {
        taken = await store.takePermits(asked, { count, now });
      } catch (error) {
        warn(error, now);
        return null;
      }
      const { states } = taken;
      const tightest = states.reduce((least, state) =>
        state.remaining < least.remaining ? state : least,
      );
      const ok = count === 0 ? tightest.remaining > 0 : taken.ok;
      if (ok) return tightest;
      for (const [index, state] of states.entries())
        if (state.remaining === 0) remember(asked[index]?.key ?? '', state);
      const { windowMs = minuteMs } = asked[states.indexOf(tightest)] ?? {};
      throw new RateLimitExceededError(tightest, { windowMs, now });
    },
  };
}

function limitOf(limited: Limited, limits: RateLimits): PermitLimit {
  const { kind } = limited;
  const windowMs = hourly.has(kind) ? hourMs : minuteMs;
  return { key: `${kind}:${whoseOf(limited)}`, limit: limits[kind], windowMs };
}

function whoseOf(limited: Limited): string {
  switch (limited.kind) {
    case 'user':
    case 'accountImport':
    case 'accountExport':
      return limited.userId;
    case 'authEmail':
      return hashOf(limited.email);
    case 'client':
    case 'authClient':
    case 'alreadyRegistered':
      return limited.client;
    default:
      return assertNever(limited);
  }
}

/** Strangers' addresses are not ours to keep. */
function hashOf(email: string): string {
  return createHash('sha256').update(email).digest('hex');
}

/** Thrown when there were too many requests within a minute, or within an hour. */
export class RateLimitExceededError extends AppError {
  override readonly name = 'RateLimitExceededError';
  readonly state: PermitState;

  constructor(
    state: PermitState,
    { windowMs, now }: { readonly windowMs: number; readonly now: Date },
  ) {
    const { limit } = state;
    const within = windowMs === hourMs ? 'an hour' : 'a minute';
    super({
      code: 'RATE_LIMIT_EXCEEDED',
      message: `Cannot answer yet: there were too many requests, at most ${limit} may come within ${within}`,
      details: { limit, windowSeconds: windowMs / 1_000 },
      retryAfterSeconds: Math.max(1, Math.ceil((state.resetAt.getTime() - now.getTime()) / 1_000)),
    });
    this.state = { ...state, remaining: 0 };
  }
}
