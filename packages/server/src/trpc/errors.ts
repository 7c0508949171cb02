import { AppError, ValidationError, type Problem } from '@biatec-tokens/core';
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

/** Finds the error of the catalogue in whatever was thrown; what is none becomes INTERNAL_SERVER_ERROR, with the original as cause. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof z.ZodError) return new ValidationError(problemsOf(thrown));
  if (thrown instanceof TRPCError) {
    if (thrown.cause instanceof AppError) return thrown.cause;
    if (thrown.code === 'BAD_REQUEST' && thrown.cause instanceof z.ZodError)
      return new ValidationError(problemsOf(thrown.cause));
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

/** Every zod issue as a problem with its path. */
export function problemsOf(error: z.ZodError): Problem[] {
  return error.issues.flatMap((issue): Problem[] => {
    const path = pathOf(issue.path);
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        path: path === '' ? key : `${path}.${key}`,
        code: 'UNKNOWN_FIELD',
        message: 'is not a field of this request',
      }));
    if (issue.code === 'invalid_type' && issue.input === undefined)
      return [{ path, code: 'MISSING_REQUIRED_FIELD', message: 'is required' }];
    return [{ path, code: 'INVALID_REQUEST', message: issue.message }];
  });
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}
