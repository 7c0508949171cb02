import { findPasswordProblems } from '@biatec-tokens/core';
import { z } from 'zod';
import { isBreachedPassword } from '../../services/auth/breachedPasswords.ts';

/** A password that is to be one from now on: every rule it breaks is told. */
export const newPassword = z.string().superRefine((password, context) => {
  const problems = findPasswordProblems(password).map(({ message }) => message);
  if (isBreachedPassword(password)) {
    problems.push(
      'should not be one that attackers try first: it is on the list of breached passwords, as it stands or with a few digits and signs added',
    );
  }
  for (const message of problems) {
    context.addIssue({ code: 'custom', message, params: { errorCode: 'WEAK_PASSWORD' } });
  }
});

/** Adds the check that both spellings are the same. @param name - Field of the password. */
export function withConfirmation<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape, z.core.$strict>,
  name: keyof Shape & string,
) {
  return schema.superRefine(
    (value, context) => {
      const { confirmPassword, [name]: password } = value as Record<string, unknown>;
      if (password === confirmPassword) return;
      context.addIssue({
        code: 'custom',
        path: ['confirmPassword'],
        message: `should be the same as ${name}`,
      });
    },
    // Also beside other problems, once both are there to compare.
    { when: ({ value }) => isText(value, name) && isText(value, 'confirmPassword') },
  );
}

function isText(value: unknown, name: string): boolean {
  return (
    typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'string'
  );
}
