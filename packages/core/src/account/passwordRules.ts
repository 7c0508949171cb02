import type { Problem } from '../error/validationError.ts';
import { isWellFormed } from '../internal/bytes.ts';

/** Least and greatest length of a password, in characters (code points). */
export const passwordLengthMin = 8;
export const passwordLengthMax = 1_024;

interface PasswordRule {
  readonly id: string;
  /** What a password should be. */
  readonly sentence: string;
  readonly holds: (password: string) => boolean;
}

/** Every rule a new password is held to, in the order they are told. */
export const passwordRules = [
  {
    id: 'length_min',
    sentence: `should have at least ${passwordLengthMin} characters`,
    holds: (password) => lengthOf(password) >= passwordLengthMin,
  },
  {
    id: 'length_max',
    sentence: 'should have at most 1,024 characters',
    holds: (password) => lengthOf(password) <= passwordLengthMax,
  },
  {
    id: 'upper',
    sentence: 'should have an upper-case letter',
    holds: (password) => /\p{Lu}/u.test(password),
  },
  {
    id: 'lower',
    sentence: 'should have a lower-case letter',
    holds: (password) => /\p{Ll}/u.test(password),
  },
  {
    id: 'digit',
    sentence: 'should have a digit',
    holds: (password) => /\p{Nd}/u.test(password),
  },
  {
    id: 'special',
    sentence: 'should have a special character, such as ! or a space',
    holds: (password) => /[^\p{L}\p{N}\p{M}\p{C}]/u.test(password),
  },
  {
    id: 'well_formed',
    // Two such texts can have the same bytes, so one would open the other's account.
    sentence: 'should be well-formed Unicode',
    holds: isWellFormed,
  },
] as const satisfies readonly PasswordRule[];

/** Name of a rule in {@link passwordRules}. */
export type PasswordRuleId = (typeof passwordRules)[number]['id'];

/**
 * Lists every rule that a new password breaks.
 *
 * Meant for new passwords only: an old one that was accepted under other rules must still open its account.
 *
 * @param password - As the user typed it; nothing is trimmed.
 * @param path - Where the password stands in the request. @default "password"
 * @returns One `WEAK_PASSWORD` problem for each broken rule, none for a good password. They never hold the password.
 * @example
 * findPasswordProblems('abcdefgh').map((problem) => problem.message)
 * // ["should have an upper-case letter", "should have a digit", "should have a special character, such as ! or a space"]
 */
export function findPasswordProblems(password: string, path = 'password'): Problem[] {
  return passwordRules
    .filter((rule) => !rule.holds(password))
    .map((rule) => ({ path, code: 'WEAK_PASSWORD', message: rule.sentence }));
}

function lengthOf(password: string): number {
  return Array.from(password).length;
}
