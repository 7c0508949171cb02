import { expect, test } from 'vitest';
import { findPasswordProblems } from '@biatec-tokens/core';
import { isBreachedPassword } from './breachedPasswords.ts';

test.each([
  'password',
  'Password1!',
  'P@ssw0rd',
  'P@$$w0rd2024!',
  'Welcome-2026',
  '!!Dragon99',
  'QWERTY123!',
  'l3tm31n!',
  'Summer 2025',
  'Ｐassword1!',
])('%j is refused: it is on the list, or one of it in disguise', (password) => {
  expect(isBreachedPassword(password)).toBe(true);
});

test.each([
  'Public test passw0rd',
  'Correct-horse-9',
  'dragon-8f31-77c0-Qx',
  'Password 4817 9923 1',
  'пароль-Жизнь-42',
  '🔑 Three trees, 2 rivers',
  'Tr0ub4dor&3',
])('%j is taken', (password) => {
  expect(isBreachedPassword(password)).toBe(false);
});

test('the list looks at what the password rules let through', () => {
  expect(findPasswordProblems('Password1!')).toEqual([]);
  expect(isBreachedPassword('Password1!')).toBe(true);
});

test('a long password costs no time to speak of', () => {
  const started = performance.now();
  isBreachedPassword(`A1!${'1'.repeat(1_020)}`);
  isBreachedPassword(`${'!1'.repeat(512)}a`);

  expect(performance.now() - started).toBeLessThan(100);
});
