import { AppError, mapIssues, ValidationError } from '@biatec-tokens/core';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';

type TrpcCode = TRPCError['code'];

const codeOfStatus: Readonly<Record<number, TrpcCode>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  402: 'PAYMENT_REQUIRED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_SUPPORTED',
  408: 'TIMEOUT',
  409: 'CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  422: 'UNPROCESSABLE_CONTENT',
  429: 'TOO_MANY_REQUESTS',
  500: 'INTERNAL_SERVER_ERROR',
  502: 'BAD_GATEWAY',
  503: 'SERVICE_UNAVAILABLE',
};

/** The tRPC code that answers with the error's HTTP status. */
export function trpcCodeOf(error: AppError): TrpcCode {
  return codeOfStatus[error.status] ?? 'INTERNAL_SERVER_ERROR';
}

/**
 * Finds the error of the catalogue in whatever was thrown; what is none becomes INTERNAL_SERVER_ERROR, with the original as cause.
 *
 * @param input - Of the operation that threw; tells a field that is absent from one of the wrong type.
 */
export function toAppError(thrown: unknown, input?: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof z.ZodError) return new ValidationError(mapIssues(thrown.issues, input));
  if (thrown instanceof TRPCError) {
    if (thrown.cause instanceof AppError) return thrown.cause;
    if (thrown.code === 'BAD_REQUEST' && thrown.cause instanceof z.ZodError)
      return new ValidationError(mapIssues(thrown.cause.issues, input));
    if (thrown.code === 'BAD_REQUEST' || thrown.code === 'PARSE_ERROR')
      return new AppError({
        code: 'MALFORMED_JSON',
        message: 'Cannot read the request: it is not well-formed',
      });
    if (thrown.code === 'NOT_FOUND')
      return new AppError({ code: 'NOT_FOUND', message: 'Cannot find an operation of this name' });
    if (thrown.code === 'METHOD_NOT_SUPPORTED')
      return new AppError({
        code: 'METHOD_NOT_ALLOWED',
        message: 'Cannot call this operation with this method',
      });
    if (thrown.code === 'PAYLOAD_TOO_LARGE')
      return new AppError({
        code: 'PAYLOAD_TOO_LARGE',
        message: 'Cannot read the request: it is too large',
      });
    if (thrown.code === 'UNSUPPORTED_MEDIA_TYPE')
      return new AppError({
        code: 'UNSUPPORTED_MEDIA_TYPE',
        message: 'Cannot read the request: it is not JSON',
      });
  }
  return new AppError({
    code: 'INTERNAL_SERVER_ERROR',
    message: 'Something failed on the server',
    cause: thrown,
  });
}
