import { expect, test } from 'vitest';
import { encodeSealedAad } from '@biatec-tokens/core';
import { idempotentAnswerSubject } from './idempotentAnswerSubject.ts';

const subjectIdOf = (key: string) =>
  idempotentAnswerSubject({ organizationId: 'org_1', id: `webhooks.create:${key}` }).subjectId;

// Answers kept by earlier versions must open.
test('a key that fits is written into the owner of the record as it is', () => {
  expect(subjectIdOf('order-1')).toBe('webhooks.create:order-1');
  expect(subjectIdOf('k'.repeat(239))).toBe(`webhooks.create:${'k'.repeat(239)}`);
});

test('a longer one is hashed, so that it fits, and differs from every other', () => {
  const [one, other] = [subjectIdOf(`${'k'.repeat(254)}1`), subjectIdOf(`${'k'.repeat(254)}2`)];

  expect(one).toMatch(/^webhooks\.create#[0-9a-f]{64}$/);
  expect(one).not.toBe(other);
  expect(subjectIdOf('k'.repeat(240)).length).toBeLessThanOrEqual(255);
  const subject = idempotentAnswerSubject({
    organizationId: 'org_1',
    id: `a.b:${'k'.repeat(255)}`,
  });
  expect(() => encodeSealedAad(subject)).not.toThrow();
});
