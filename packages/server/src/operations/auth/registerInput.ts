import { registerRequest } from '@biatec-tokens/core';
import { newPassword, withConfirmation } from './newPasswordInput.ts';

/** The request of the contract with the rules over its passwords, so that all problems are told at once. */
export const registerInput = withConfirmation(
  registerRequest.extend({ password: newPassword }),
  'password',
);
