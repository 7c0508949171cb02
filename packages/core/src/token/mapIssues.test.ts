import { expect, test } from 'vitest';
import { z } from 'zod';
import { formatPath, mapIssues } from './mapIssues.ts';

const schema = z.strictObject({
  name: z.string(),
  size: z.number().max(3),
  tags: z.array(z.strictObject({ key: z.string() })),
  kind: z.enum(['a', 'b']),
});

function problemsOf(input: unknown) {
  return mapIssues(schema.safeParse(input).error?.issues ?? [], input);
}

test('each field gets its own problem: absent, of the wrong type, unknown, or out of range', () => {
  expect(problemsOf({ size: 4, tags: [{ key: null, b: 1, c: 2 }], kind: 'a' })).toEqual([
    { path: 'name', code: 'MISSING_REQUIRED_FIELD', message: 'is missing, should be a string' },
    expect.objectContaining({ path: 'size', code: 'INVALID_REQUEST' }),
    { path: 'tags[0].key', code: 'INVALID_REQUEST', message: 'is null, should be a string' },
    expect.objectContaining({ path: 'tags[0].b', code: 'UNKNOWN_FIELD' }),
    expect.objectContaining({ path: 'tags[0].c', code: 'UNKNOWN_FIELD' }),
  ]);
});

test('an absent choice is missing, not one of the wrong kind', () => {
  const input = { name: '', size: 1, tags: [] };

  expect(problemsOf(input)).toMatchObject([{ path: 'kind', code: 'MISSING_REQUIRED_FIELD' }]);
  expect(problemsOf({ ...input, kind: 'c' })).toMatchObject([
    { path: 'kind', code: 'INVALID_REQUEST' },
  ]);
});

test('a body that is no object is named as the body', () => {
  expect(problemsOf('{}')).toEqual([
    { path: '', code: 'INVALID_REQUEST', message: 'the body is a string, should be an object' },
  ]);
});

test('formatPath() quotes keys that would forge a path or a log line', () => {
  expect(formatPath([])).toBe('');
  expect(formatPath(['documents', 0, 'sha256'])).toBe('documents[0].sha256');
  expect(formatPath(['properties', 'a.b', 'c\n', 'é'])).toBe('properties["a.b"]["c\\n"].é');
  expect(formatPath(['x'.repeat(500)])).toHaveLength(80);
});
