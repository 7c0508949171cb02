import { AppError } from '@biatec-tokens/core';

/** Somebody asked for a signature that nothing stored asks for: never retried into being. */
export function signatureRefused(reason: string, cause?: unknown): AppError {
  return new AppError({
    code: 'SIGNATURE_REFUSED',
    message: `Cannot sign the message: ${reason}`,
    ...(cause === undefined ? {} : { cause }),
  });
}
