import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonicalJson.ts';
import { fingerprint } from './fingerprint.ts';

// Whole strings only: a lone surrogate has its own test.
const jsonValue = fc.jsonValue({ stringUnit: 'binary' });

test('the example of RFC 8785 section 3.2.2 comes out as printed there', () => {
  const value = {
    numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  };

  expect(canonicalJson(value)).toBe(
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  );
});

test('keys are sorted by UTF-16 code units, as in RFC 8785 section 3.2.3', () => {
  const value = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    '1': 'One',
    '\ud83d\ude00': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    '\u00f6': 'Latin Small Letter O With Diaeresis',
  };

  expect([...canonicalJson(value).matchAll(/:"(\w+)/g)].map(([, word]) => word)).toEqual([
    'Carriage',
    'One',
    'Control',
    'Latin',
    'Euro',
    'Emoji',
    'Hebrew',
  ]);
});

test('numbers take the form of ECMAScript, RFC 8785 appendix B', () => {
  const rows: readonly (readonly [number, string])[] = [
    [-0, '0'],
    [5e-324, '5e-324'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
    [9007199254740992, '9007199254740992'],
    [295147905179352830000, '295147905179352830000'],
    [1e21, '1e+21'],
    [1e23, '1e+23'],
    [333333333.3333332, '333333333.3333332'],
    [-0.0000033333333333333333, '-0.0000033333333333333333'],
  ];

  for (const [number, text] of rows) expect(canonicalJson(number)).toBe(text);
});

test('any JSON value keeps its meaning, and what is written is stable', () => {
  fc.assert(
    fc.property(jsonValue, (value) => {
      const text = canonicalJson(value);
      const read: unknown = JSON.parse(text);
      expect(read).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(read)).toBe(text);
    }),
  );
});

test('the order of fields changes nothing', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), jsonValue), (fields) => {
      const reversed = Object.fromEntries(Object.entries(fields).toReversed());
      expect(fingerprint(reversed)).toBe(fingerprint(fields));
    }),
  );
});

test('what JSON would drop, replace or convert is refused with its path', () => {
  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  const refused: readonly (readonly [unknown, string])[] = [
    [undefined, '"$" is of type "undefined"'],
    [{ a: [1, { b: undefined }] }, '"$.a[1].b" is of type "undefined"'],
    [[1, Number.NaN], '"$[1]" is not a finite number'],
    [-Infinity, 'not a finite number'],
    [{ amount: 1n }, '"$.amount" is of type "bigint"'],
    [() => 1, 'of type "function"'],
    [Symbol('s'), 'of type "symbol"'],
    [{ [Symbol('s')]: 1 }, 'has a symbol key'],
    [new Date(0), 'is not a plain object'],
    [new Map(), 'is not a plain object'],
    [Uint8Array.of(1), 'is not a plain object'],
    [Object(1), 'is not a plain object'],
    [[, 1], '"$[0]" is of type "undefined"'], // oxlint-disable-line no-sparse-arrays
    ['\uD83D', 'has a lone surrogate'],
    [{ '\uDE00': 1 }, 'has a lone surrogate'],
    [cyclic, 'nested deeper than 128 levels'],
  ];

  for (const [value, problem] of refused) {
    expect(() => canonicalJson(value)).toThrow(TypeError);
    expect(() => canonicalJson(value)).toThrow(problem);
  }
});

test('an own "__proto__" key, as JSON.parse makes it, is data like any other', () => {
  expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"a":2}}'))).toBe(
    '{"__proto__":{"a":2},"b":1}',
  );
});

test('fingerprint() is the SHA-256 of the canonical text', () => {
  // printf '{}' | sha256sum
  expect(fingerprint({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
  expect(fingerprint({ a: 1, b: 2 })).toBe(fingerprint({ b: 2, a: 1 }));
  expect(fingerprint({ a: 1 })).not.toBe(fingerprint({ a: '1' }));
});
