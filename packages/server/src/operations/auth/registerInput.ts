import { findPasswordProblems, registerRequest } from '@biatec-tokens/core';
import { z } from 'zod';

/** The request of the contract with the rules over its passwords, so that all problems are told at once. */
export const registerInput = registerRequest
  .extend({
    password: z.string().superRefine((password, context) => {
      for (const { code, message } of findPasswordProblems(password)) {
        context.addIssue({ code: 'custom', message, params: { errorCode: code } });
      }
    }),
  })
  .superRefine(
    ({ password, confirmPassword }, context) => {
      if (password === confirmPassword) return;
      context.addIssue({
        code: 'custom',
        path: ['confirmPassword'],
        message: 'should be the same as password',
        params: { errorCode: 'PASSWORDS_DO_NOT_MATCH' },
      });
    },
    // Also beside other problems, once both are there to compare.
    { when: ({ value }) => hasBothPasswords(value) },
  );

function hasBothPasswords(value: unknown): boolean {
  const both = z.object({ password: z.string(), confirmPassword: z.string() });
  return both.safeParse(value).success;
}
