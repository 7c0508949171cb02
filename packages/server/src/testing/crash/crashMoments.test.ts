import { expect, test } from 'vitest';
import { crashMomentsOf, isAt } from './crashMoments.ts';

test('an issuance of one step passes every point once', () => {
  expect(crashMomentsOf({})).toEqual([
    'accepted',
    'claimed',
    'planned',
    'requested',
    'signed',
    'stored',
    'before-broadcast',
    'after-broadcast',
    'submitted',
    'located',
    'confirmed',
    'read-back',
    'indexed',
    'completed',
  ]);
});

test('an issuance of several steps passes the points of a step in each', () => {
  const moments = crashMomentsOf({ steps: 2 });

  expect(moments.slice(0, 3)).toEqual(['accepted', 'claimed', 'planned:1']);
  expect(moments).toContain('step-done:1');
  expect(moments).toContain('located:2');
  expect(moments).not.toContain('step-done:2');
  expect(new Set(moments).size).toBe(moments.length);
});

test('a moment without a step is met in any, one with a step only in that', () => {
  expect(isAt('signed', 'signed', 2)).toBe(true);
  expect(isAt('signed:2', 'signed', 2)).toBe(true);
  expect(isAt('signed:2', 'signed', 1)).toBe(false);
  expect(isAt(undefined, 'signed', 1)).toBe(false);
});
