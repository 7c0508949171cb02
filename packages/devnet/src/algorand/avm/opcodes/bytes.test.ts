import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluateBytes, evaluateIntegers } from '../testing/evaluate.ts';

const bytes = fc.uint8Array({ minLength: 1, maxLength: 80 });

test('an integer survives itob and btoi', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, (1n << 64n) - 1n), (value) => {
      expect(evaluateIntegers('btoi', evaluateBytes('itob', value))).toEqual([value]);
    }),
  );
});

test('what was replaced can be extracted, and the rest is as it was', () => {
  fc.assert(
    fc.property(bytes, bytes, fc.nat(80), (value, replacement, at) => {
      fc.pre(at + replacement.length <= value.length);
      const length = BigInt(replacement.length);
      const before = Buffer.from(value);

      const changed = evaluateBytes('replace3', value, BigInt(at), replacement);

      expect(Buffer.from(evaluateBytes('extract3', changed, BigInt(at), length))).toEqual(
        Buffer.from(replacement),
      );
      expect(
        Buffer.from(
          evaluateBytes(
            'replace3',
            changed,
            BigInt(at),
            before.subarray(at, at + replacement.length),
          ),
        ),
      ).toEqual(before);
      expect(Buffer.from(value)).toEqual(before);
    }),
  );
});

test('a bit that was set is there, and no other bit changes', () => {
  fc.assert(
    fc.property(bytes, fc.nat(639), (value, index) => {
      fc.pre(index < value.length * 8);

      const set = evaluateBytes('setbit', value, BigInt(index), 1n);
      const cleared = evaluateBytes('setbit', set, BigInt(index), 0n);

      expect(evaluateIntegers('getbit', set, BigInt(index))).toEqual([1n]);
      expect(evaluateIntegers('getbit', cleared, BigInt(index))).toEqual([0n]);
      const [was] = evaluateIntegers('getbit', value, BigInt(index));
      expect(Buffer.from(was === 1n ? set : cleared)).toEqual(Buffer.from(value));
    }),
  );
});
