import { AppError } from '@biatec-tokens/core';
import type { GuessTarget } from '../../ports/store/guesses.ts';
import type { RequestContext } from '../../trpc/context.ts';
import { auditOf, type AuthEvent } from './authAudit.ts';

/** How long a try waits for those that are being checked: a client that sends many good ones at once must not be locked out. */
const waitMsMax = 10_000;
const pollMs = 20;

/** A try that was taken; one of these settles it, or a session that opens. */
export interface TakenTry {
  /** It failed: audits it, and throws its error. */
  fail(event: AuthEvent & { readonly error: AppError }): Promise<never>;
  /** It did not fail, but is not all that is asked for. */
  giveBack(): Promise<void>;
  /** It succeeded: failures before it are forgotten. */
  succeed(): Promise<void>;
}

/**
 * Takes one of the five tries that a password or a code may be guessed with, and then checks it.
 *
 * Where the check itself breaks down, the try is given back: an outage of ours locks nobody out. A process that dies
 * meanwhile leaves it counted.
 *
 * Unknown addresses are counted and locked like known ones, so that a lock tells nothing.
 *
 * @param check - Settles the try, or opens a session that does; does nothing after that which could throw.
 * @throws {AppError} ACCOUNT_LOCKED with Retry-After
 */
export async function withTry<Result>(
  ctx: RequestContext,
  { target, event }: { readonly target: GuessTarget; readonly event: AuthEvent },
  check: (attempt: TakenTry) => Promise<Result>,
): Promise<Result> {
  const attempt = await takeTry(ctx, target, event);
  let settled = false;
  try {
    return await check({
      fail(failed) {
        // Also if it cannot be written down: what was wrong stays counted.
        settled = true;
        return attempt.fail(failed);
      },
      async giveBack() {
        await attempt.giveBack();
        settled = true;
      },
      async succeed() {
        await attempt.succeed();
        settled = true;
      },
    });
  } catch (error) {
    if (!settled)
      await attempt.giveBack().catch((cause: unknown) => {
        ctx.deps.log.warn(
          { err: cause },
          'a try to sign in stays counted, though it was not checked',
        );
      });
    throw error;
  }
}

async function takeTry(
  ctx: RequestContext,
  target: GuessTarget,
  event: AuthEvent,
): Promise<TakenTry> {
  const { clock, store, wake } = ctx.deps;
  const started = clock.now().getTime();
  for (;;) {
    const now = clock.now();
    const taken = await store.takeTry(target, now);
    if (taken.outcome === 'taken') break;
    if (taken.outcome === 'locked' || now.getTime() - started >= waitMsMax) {
      const error = locked(target, { until: taken.until, now });
      await store.appendAudit(auditOf(ctx, { ...event, error }));
      throw error;
    }
    await clock.sleep(pollMs);
  }

  return {
    async fail(failed) {
      const { lockedUntil } = await store.failTry(target, {
        now: clock.now(),
        audit: auditOf(ctx, failed),
        locked: auditOf(ctx, { ...failed, action: 'security.account_locked' }),
      });
      if (lockedUntil !== null) wake.deliveries();
      throw failed.error;
    },
    giveBack: () => store.giveTryBack(target),
    succeed: () => store.clearTries(target),
  };
}

function locked(target: GuessTarget, { until, now }: { until: Date; now: Date }): AppError {
  const retryAfterSeconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1_000));
  return new AppError({
    code: 'ACCOUNT_LOCKED',
    message: `Cannot ${'email' in target ? 'sign in' : 'check the password'}: too many tries failed, the next may come at ${until.toISOString()}`,
    details: { lockedUntil: until.toISOString() },
    retryAfterSeconds,
  });
}
