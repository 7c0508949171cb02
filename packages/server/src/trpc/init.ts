import { AppError, toWireError, type WireError } from '@biatec-tokens/core';
import { initTRPC } from '@trpc/server';
import { toAppError, trpcCodeOf } from './errors.ts';
import type { RequestContext } from './context.ts';

/** What REST needs to know of an operation beyond its schemas. */
export interface OperationMeta {
  /** One line for OpenAPI. */
  readonly summary: string;
  /** Whether the Idempotency-Key header is honoured by the shared wrapper. @default false */
  readonly idempotent?: boolean;
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
      return {
        ...shape,
        message: wire.errorMessage,
        data: { ...shape.data, stack: undefined, wire },
      };
    },
  });

export const router = trpc.router;
export const createCallerFactory = trpc.createCallerFactory;
export const middleware = trpc.middleware;

/** Errors thrown by operations become tRPC errors that carry the AppError as their cause. */
const translateErrors = trpc.middleware(async ({ next }) => {
  const result = await next();
  if (!result.ok) {
    const error = toAppError(result.error);
    throw Object.assign(result.error, { code: trpcCodeOf(error), cause: error });
  }
  return result;
});

/** An operation that anyone may call. */
export const publicProcedure = trpc.procedure.use(translateErrors);

/** An operation of a signed-in user; `ctx.principal` tells who. */
export const authedProcedure = publicProcedure.use(async ({ ctx, next }) => {
  const principal = await ctx.authenticate();
  return next({ ctx: { ...ctx, principal } });
});

export { AppError };
