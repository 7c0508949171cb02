import { AppError } from '@biatec-tokens/core';

/** For what needs a second factor in force. */
export function notEnabled(): AppError {
  return new AppError({
    code: 'SECOND_FACTOR_NOT_ENABLED',
    message: 'Cannot do this: you have no second factor in force',
  });
}
