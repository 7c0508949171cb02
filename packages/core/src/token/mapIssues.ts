import type { z } from 'zod';
import { errorCodes, type ErrorCode } from '../error/errorCodes.ts';
import type { Problem } from '../error/validationError.ts';

/**
 * Turns issues of a schema into problems: one per field, with a path, a code of the catalogue and a sentence.
 *
 * @param issues - From a failed parse.
 * @param input - What was parsed; tells an absent field from one of the wrong type.
 * @returns The problems in the order of the issues; an issue over several unknown fields becomes one problem for each.
 * @example
 * const parsed = schema.safeParse(body);
 * if (!parsed.success) throw new ValidationError(mapIssues(parsed.error.issues, body));
 */
export function mapIssues(issues: readonly z.core.$ZodIssue[], input: unknown): Problem[] {
  return issues.flatMap((issue) => mapIssue(issue, input));
}

/**
 * Writes a path as people do: `documents[0].sha256`. A key that is no identifier is quoted: `properties["a b"]`.
 *
 * @param path - Keys and indexes from the outside in.
 * @returns The empty text for the whole.
 * @example
 * formatPath(['documents', 0, 'sha256']) // "documents[0].sha256"
 */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.map((key, at) => formatKey(key, at === 0)).join('');
}

function mapIssue(issue: z.core.$ZodIssue, input: unknown): Problem[] {
  const path = formatPath(issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: formatPath([...issue.path, key]),
        code: 'UNKNOWN_FIELD' as const,
        message: issue.message,
      }));
    case 'invalid_type': {
      const wanted = `should be ${article(issue.expected)}`;
      const value = valueAt(input, issue.path);
      if (value === undefined && path !== '') return [missing(path, wanted)];
      return [
        {
          path,
          code: 'INVALID_REQUEST',
          message: `${subjectOf(path)}is ${kindOf(value)}, ${wanted}`,
        },
      ];
    }
    case 'invalid_value': {
      const wanted = `should be one of: ${issue.values.join(', ')}`;
      return valueAt(input, issue.path) === undefined
        ? [missing(path, wanted)]
        : [{ path, code: 'INVALID_REQUEST', message: `is another value, ${wanted}` }];
    }
    case 'custom':
      return [{ path, code: codeOf(issue.params?.['errorCode']), message: issue.message }];
    default:
      return [{ path, code: 'INVALID_REQUEST', message: issue.message }];
  }
}

function missing(path: string, wanted: string): Problem {
  return { path, code: 'MISSING_REQUIRED_FIELD', message: `is missing, ${wanted}` };
}

function codeOf(code: unknown): ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorCodes, code)
    ? (code as ErrorCode)
    : 'INVALID_REQUEST';
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    input,
  );
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'missing';
  return article(Array.isArray(value) ? 'array' : typeof value);
}

/** The path in front of a sentence is its subject; the whole body has none. */
function subjectOf(path: string): string {
  return path === '' ? 'the body ' : '';
}

function article(noun: string): string {
  if (noun === 'record') return 'an object';
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

function formatKey(key: PropertyKey, first: boolean): string {
  if (typeof key === 'number') return `[${key}]`;
  const text = String(key);
  if (!/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(text)) return `[${JSON.stringify(text.slice(0, 80))}]`;
  return first ? text.slice(0, 80) : `.${text.slice(0, 80)}`;
}
