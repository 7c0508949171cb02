import { AppError, fingerprint } from '@biatec-tokens/core';
import type { IdempotencyClaim, IdempotencyOutcome } from '../ports/store/idempotency.ts';
import type { PreparedSeal } from '../ports/vault.ts';
import type { Deps } from '../deps.ts';
import { idempotentAnswerSubject } from '../services/idempotentAnswerSubject.ts';
import type { RequestContext, RequestPrincipal } from './context.ts';

/** How long a claim lasts when its process dies in the middle. */
const claimMs = 60_000;
/** How long a repetition waits for the first request before it is told to come back. */
const waitMs = 2_000;
const pollMs = 50;
const replayedHeader = 'Idempotent-Replayed';

type AuthedContext = RequestContext & { readonly principal: RequestPrincipal };

/**
 * The claim that the Idempotency-Key of a request makes, or null without the header.
 *
 * @throws {AppError} IDEMPOTENCY_KEY_INVALID, or INVALID_REQUEST where the input is no JSON to compare
 */
export function readIdempotencyClaim(
  ctx: AuthedContext,
  operation: string,
  input: unknown,
): IdempotencyClaim | null {
  const key = ctx.idempotencyKey;
  if (key === null) return null;
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
    throw new AppError({
      code: 'IDEMPOTENCY_KEY_INVALID',
      message: `Cannot use the Idempotency-Key: it has ${key.length} characters, should have 1 to 255 of printable ASCII`,
    });
  }
  return {
    organizationId: ctx.principal.organization.id,
    operation,
    key,
    fingerprint: fingerprintOf(input),
  };
}

/** Marks the answer of this request as a repetition of an earlier one. */
export function markReplayed(ctx: RequestContext): void {
  ctx.answerHeaders.set(replayedHeader, 'true');
}

export function idempotencyMismatch(): AppError {
  return new AppError({
    code: 'IDEMPOTENCY_KEY_MISMATCH',
    message: 'Cannot use the Idempotency-Key: it was used before with another body',
  });
}

/**
 * Runs an operation once per key; a repetition gets the first answer.
 *
 * Only answers of success are kept. An error means that nothing happened, so its key stays free: the same request
 * may succeed later, and a mended body may go out under the same key. Answers are sealed, since some show a secret; the
 * key provider is asked first, so that nothing is done whose answer could then not be kept.
 */
export async function runIdempotently(
  ctx: AuthedContext,
  claim: IdempotencyClaim,
  run: () => Promise<unknown>,
): Promise<unknown> {
  const { deps } = ctx;
  const outcome = await claimOrWait(deps, claim);
  if (outcome.kind === 'mismatch') throw idempotencyMismatch();
  if (outcome.kind === 'in-progress') throw inProgress(outcome.until, deps.clock.now());
  if (outcome.kind === 'replay') {
    markReplayed(ctx);
    const bytes = await deps.vault.open(subjectOf(claim), outcome.answer);
    const text = new TextDecoder().decode(bytes);
    bytes.fill(0);
    return JSON.parse(text);
  }

  let answer: unknown;
  let room: PreparedSeal | undefined;
  try {
    room = await deps.vault.prepare(subjectOf(claim));
    answer = await run();
  } catch (error) {
    room?.drop();
    await deps.store.releaseIdempotencyKey(claim);
    throw error;
  }
  const bytes = new TextEncoder().encode(JSON.stringify(answer));
  const sealed = room.seal(bytes);
  bytes.fill(0);
  await deps.store.storeIdempotentAnswer(claim, sealed, deps.clock.now());
  return answer;
}

async function claimOrWait(deps: Deps, claim: IdempotencyClaim): Promise<IdempotencyOutcome> {
  const started = deps.clock.now().getTime();
  for (;;) {
    const now = deps.clock.now();
    const until = new Date(now.getTime() + claimMs);
    const outcome = await deps.store.claimIdempotencyKey(claim, { now, until });
    const waited = now.getTime() - started;
    if (outcome.kind !== 'in-progress' || waited >= waitMs) return outcome;
    await deps.clock.sleep(pollMs);
  }
}

function inProgress(until: Date, now: Date): AppError {
  const retryAfterSeconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1_000));
  return new AppError({
    code: 'IDEMPOTENCY_IN_PROGRESS',
    message: 'Cannot answer yet: the first request with this Idempotency-Key is still worked on',
    // The claim's end is the worst case; the first request usually ends much earlier.
    retryAfterSeconds: Math.min(retryAfterSeconds, 5),
  });
}

function fingerprintOf(input: unknown): string {
  try {
    return fingerprint(input ?? null);
  } catch (cause) {
    throw new AppError({
      code: 'INVALID_REQUEST',
      message: 'Cannot read the request: it is nested too deeply or has text that is no Unicode',
      cause,
    });
  }
}

function subjectOf({ organizationId, operation, key }: IdempotencyClaim) {
  return idempotentAnswerSubject({ organizationId, id: `${operation}:${key}` });
}
