import { email, toWireError, type Permission, type WireError } from '@biatec-tokens/core';
import { initTRPC } from '@trpc/server';
import type { AuthEvent } from '../services/auth/authAudit.ts';
import { authorize } from '../services/auth/authorize.ts';
import { requireConfirmedAddress } from '../services/auth/confirmedAddress.ts';
import { requireStepUp, withoutProof } from '../services/auth/stepUp.ts';
import { toAppError, trpcCodeOf } from './errors.ts';
import { readIdempotencyClaim, runIdempotently } from './idempotency.ts';
import { clientNetwork } from '../internal/clientNetwork.ts';
import type { PermitState } from '../ports/store/index.ts';
import { RateLimitExceededError, type Limited } from '../services/limits/createLimiter.ts';
import { rateLimitHeaders } from '../services/limits/rateLimitHeaders.ts';
import type { RequestContext } from './context.ts';

/** What REST needs to know of an operation beyond its schemas. */
export interface OperationMeta {
  /** One line for OpenAPI. */
  readonly summary: string;
  /** Row of the table of permissions that decides who may call it. */
  readonly permission: Permission | 'anyone';
  /**
   * Whether the Idempotency-Key header is honoured: by the shared wrapper (true), or by the operation itself.
   * @default false
   */
  readonly idempotent?: boolean | 'itself';
  /**
   * Whether passwords, codes or addresses can be guessed by it: stricter limits per client and per email then.
   * @default false
   */
  readonly guessable?: boolean;
  /**
   * That it asks for the password once more, and the second factor where there is one; its name in the audit trail.
   * Needs the `stepUpFields` in its input, and a permission that no API key has.
   * @default it does not ask
   */
  readonly dangerous?: AuthEvent['action'];
  /**
   * Of a dangerous operation: what it gives outlasts the password, so the address must be confirmed first.
   * @default false
   */
  readonly lasting?: boolean;
}

const trpc = initTRPC
  .context<RequestContext>()
  .meta<OperationMeta>()
  .create({
    errorFormatter({ shape, error, ctx }) {
      const wire: WireError = toWireError(toAppError(error), {
        correlationId: ctx?.correlationId ?? 'unknown',
        now: ctx?.deps.clock.now() ?? new Date(),
      });
      const { code, httpStatus, path } = shape.data;
      return { ...shape, message: wire.errorMessage, data: { code, httpStatus, path, ...wire } };
    },
  });

export const router = trpc.router;
export const createCallerFactory = trpc.createCallerFactory;

/** Errors thrown by operations become tRPC errors that carry the AppError as their cause; every run is measured. */
const settle = trpc.middleware(async ({ ctx, path, getRawInput, next }) => {
  const started = performance.now();
  const result = await next();
  const durationMs = performance.now() - started;
  if (result.ok) {
    ctx.deps.metrics.operation({ path, code: null, durationMs });
    return result;
  }
  // After a body that cannot be read there is no input; that error says so itself.
  const input = await getRawInput().catch(() => undefined);
  const error = toAppError(result.error, input);
  ctx.deps.metrics.operation({ path, code: error.code, durationMs });
  throw Object.assign(result.error, { code: trpcCodeOf(error), cause: error });
});

/** Holds back who calls a guessable operation too often; here and not in HTTP, where a batch is one request. */
const limitGuesses = trpc.middleware(async ({ ctx, meta, getRawInput, next }) => {
  if (meta?.guessable === true) {
    const limited = guessLimits(ctx.ip, await getRawInput());
    try {
      show(ctx, await ctx.deps.limiter.take(limited));
    } catch (error) {
      if (error instanceof RateLimitExceededError) show(ctx, error.state);
      throw error;
    }
  }
  return next();
});

function show(ctx: RequestContext, state: PermitState | null): void {
  if (state === null) return;
  for (const [name, value] of Object.entries(rateLimitHeaders(state)))
    ctx.answerHeaders.set(name, value);
}

function guessLimits(ip: string | null, input: unknown): Limited[] {
  const limited: Limited[] = [{ kind: 'authClient', client: clientNetwork(ip) }];
  const asked = email.safeParse((input as { readonly email?: unknown } | undefined)?.email);
  return asked.success ? [...limited, { kind: 'authEmail', email: asked.data }] : limited;
}

/** An operation that anyone may call. */
export const publicProcedure = trpc.procedure.use(settle).use(limitGuesses);

/**
 * An operation of somebody who has its permission; `ctx.principal` tells who. Honours the Idempotency-Key where
 * its meta says so.
 */
export const authedProcedure = publicProcedure.use(
  async ({ ctx, meta, path, type, getRawInput, next }) => {
    const principal = await ctx.authenticate();
    const permission = meta?.permission;
    if (permission === undefined || permission === 'anyone') {
      throw new TypeError(`Operation "${path}" names no permission, so nobody may call it`);
    }
    await authorize(ctx, {
      principal,
      permission,
      operation: path,
      changes: type === 'mutation',
    });
    const { dangerous, lasting } = meta ?? {};
    if (lasting === true && dangerous === undefined)
      throw new TypeError(`Operation "${path}" is lasting, and asks for no password`);
    if (dangerous !== undefined) {
      if (principal.apiKey !== null)
        throw new TypeError(`Operation "${path}" lets API keys through`);
      const asked = { principal, action: dangerous };
      if (lasting === true) await requireConfirmedAddress(ctx, asked);
      await requireStepUp(ctx, asked, await getRawInput());
    }
    const run = () => next({ ctx: { principal } });
    if (meta?.idempotent !== true) return run();
    const authed = { ...ctx, principal };
    const input = await getRawInput();
    // The claim keeps a hash of the input, by which nobody may find out a password.
    const compared = dangerous === undefined ? input : withoutProof(input);
    const claim = readIdempotencyClaim(authed, path, compared);
    if (claim === null) return run();

    let ran: Awaited<ReturnType<typeof run>> | undefined;
    const data = await runIdempotently(authed, claim, async () => {
      ran = await run();
      if (!ran.ok) throw ran.error;
      return ran.data;
    });
    // A kept answer was checked against the output schema when it was made.
    return ran ?? ({ ok: true, data } as unknown as Awaited<ReturnType<typeof run>>);
  },
);

/** The same, for people only: its permission has no scope, so no API key reaches it. */
export const sessionProcedure = authedProcedure.use(({ ctx, path, next }) => {
  const { principal } = ctx;
  if (principal.apiKey !== null) throw new TypeError(`Operation "${path}" lets API keys through`);
  return next({ ctx: { principal } });
});
