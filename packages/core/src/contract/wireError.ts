import { z } from 'zod';
import { AppError, type AppErrorFacts } from '../error/appError.ts';
import { allErrorCodes, errorCodes, type ErrorCode } from '../error/errorCodes.ts';
import { correlationId, timestamp } from './primitives.ts';

/** The body of every error answer; tRPC carries the same in `error.data`. */
export const wireError = z.object({
  success: z.literal(false),
  errorCode: z.enum(allErrorCodes as [ErrorCode, ...ErrorCode[]]),
  errorNumber: z.number().int(),
  errorMessage: z.string(),
  suggestedAction: z.string(),
  correlationId,
  timestamp,
  details: z.record(z.string(), z.unknown()).optional(),
  docsUrl: z.string(),
});

export type WireError = z.infer<typeof wireError>;

/** Where the pages of the error codes are published, relative to the server. */
const docsPath = '/docs/errors/';

/**
 * Writes an error for the wire.
 *
 * Only what an {@link AppError} declares as safe is shown: never its cause.
 */
export function toWireError(
  error: AppError,
  { correlationId: id, now }: { correlationId: string; now: Date },
): WireError {
  return {
    success: false,
    errorCode: error.code,
    errorNumber: error.number,
    errorMessage: error.message,
    suggestedAction: error.guidance,
    correlationId: id,
    timestamp: now.toISOString(),
    ...(error.details === undefined ? {} : { details: { ...error.details } }),
    docsUrl: `${docsPath}${error.code}`,
  };
}

/** Rebuilds the error of a wire answer, for clients. */
export function fromWireError(wire: WireError): AppError {
  const facts: AppErrorFacts = {
    code: wire.errorCode in errorCodes ? wire.errorCode : 'INTERNAL_SERVER_ERROR',
    message: wire.errorMessage,
    guidance: wire.suggestedAction,
    ...(wire.details === undefined ? {} : { details: wire.details }),
  };
  return new AppError(facts);
}
