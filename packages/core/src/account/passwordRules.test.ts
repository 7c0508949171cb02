import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findPasswordProblems, passwordLengthMax, passwordRules } from './passwordRules.ts';

const good = 'Str0ng enough';

function brokenRules(password: string): string[] {
  const sentences = new Set(findPasswordProblems(password).map((problem) => problem.message));
  return passwordRules.filter((rule) => sentences.has(rule.sentence)).map((rule) => rule.id);
}

test('a password with all four kinds of characters and eight of them is accepted', () => {
  expect(findPasswordProblems('Aa1!aaaa')).toEqual([]);
  expect(findPasswordProblems(good)).toEqual([]);
  expect(findPasswordProblems('Žluťoučký 9')).toEqual([]);
});

test.each([
  ['Aa1!aaa', ['length_min']],
  ['aa1!aaaa', ['upper']],
  ['AA1!AAAA', ['lower']],
  ['Aaa!aaaa', ['digit']],
  ['Aa11aaaa', ['special']],
  [`${good}\ud800`, ['well_formed']],
  ['', ['length_min', 'upper', 'lower', 'digit', 'special']],
])('%j breaks exactly the rules %j', (password, rules) => {
  expect(brokenRules(password)).toEqual(rules);
});

test('length is counted in characters, so an emoji is one', () => {
  expect(brokenRules('Aa1!😀😀😀')).toEqual(['length_min']);
  expect(brokenRules('Aa1!😀😀😀😀')).toEqual([]);
  expect(brokenRules(good + '😀'.repeat(passwordLengthMax - good.length))).toEqual([]);
  expect(brokenRules(good.padEnd(passwordLengthMax + 1, 'x'))).toEqual(['length_max']);
});

test('problems name the path and never hold the password', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 5, unit: 'grapheme' }), (text) => {
      const password = `\u{10ffff}${text}`;
      const problems = findPasswordProblems(password, 'newPassword');
      expect(problems.every((problem) => problem.path === 'newPassword')).toBe(true);
      expect(JSON.stringify(problems)).not.toContain(password);
    }),
  );
});
