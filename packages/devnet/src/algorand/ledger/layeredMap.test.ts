import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LayeredMap } from './layeredMap.ts';

const key = fc.constantFrom('a', 'b', 'c');
const step = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), key, value: fc.integer() }),
  fc.record({ kind: fc.constant('delete' as const), key }),
);

function apply(
  map: { set(k: string, v: number): unknown; delete(k: string): unknown },
  steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[],
) {
  for (const change of steps) {
    if (change.kind === 'set') map.set(change.key, change.value);
    else map.delete(change.key);
  }
}

test('a layer shows its changes over its parent, and only a commit changes the parent', () => {
  fc.assert(
    fc.property(fc.array(step), fc.array(step), fc.array(step), (below, middle, above) => {
      const plain = new Map<string, number>();
      const root = new LayeredMap<string, number>();
      apply(plain, below);
      apply(root, below);
      const before = ['a', 'b', 'c'].map((name) => root.get(name));

      const layer = new LayeredMap(root);
      const top = new LayeredMap(layer);
      for (const steps of [middle, above]) apply(plain, steps);
      apply(layer, middle);
      apply(top, above);
      const expected = ['a', 'b', 'c'].map((name) => plain.get(name));

      expect(['a', 'b', 'c'].map((name) => top.get(name))).toEqual(expected);
      expect(['a', 'b', 'c'].map((name) => root.get(name))).toEqual(before);
      top.commit();
      layer.commit();
      expect(['a', 'b', 'c'].map((name) => root.get(name))).toEqual(expected);
    }),
  );
});
