import type { Examples } from '../example.ts';

const hex = (digits: string) => Buffer.from(digits, 'hex');
const ones = 'ff'.repeat(64);
const large = `pushbytes 0x${'00'.repeat(65)}`;
const tooLarge = 'math attempted on large byte-array';

/** A byte math opcode with two operands, and its refusal of one that is too long. */
function binary(
  name: string,
  ...cases: readonly (readonly [a: string, b: string, result: string | bigint])[]
) {
  return {
    gives: cases.map(
      ([a, b, result]) =>
        [
          `pushbytes 0x${a}; pushbytes 0x${b}; ${name}`,
          typeof result === 'bigint' ? result : hex(result),
        ] as const,
    ),
    fails: [
      [`${large}; pushbytes 0x01; ${name}`, tooLarge],
      [`pushbytes 0x01; ${large}; ${name}`, tooLarge],
    ] as const,
  };
}

function withFailure(
  examples: Examples[string],
  source: string,
  sentence: string,
): Examples[string] {
  return { ...examples, fails: [...(examples.fails ?? []), [source, sentence]] };
}

export const byteMathExamples: Examples = {
  'b+': binary(
    'b+',
    ['01', '02', '03'],
    ['ff', '01', '0100'],
    ['', '', ''],
    [ones, '01', `01${'00'.repeat(64)}`],
  ),
  'b-': withFailure(
    binary('b-', ['0100', '01', 'ff'], ['05', '05', '']),
    'pushbytes 0x01; pushbytes 0x02; b-',
    'byte math would have negative result',
  ),
  'b/': withFailure(
    binary('b/', ['0100', '10', '10'], ['01', '02', '']),
    'pushbytes 0x01; pushbytes 0x0000; b/',
    'division by zero',
  ),
  'b*': binary(
    'b*',
    ['ff', 'ff', 'fe01'],
    [ones, ones, `${'ff'.repeat(63)}fe${'00'.repeat(63)}01`],
  ),
  'b%': withFailure(
    binary('b%', ['0100', '07', '04'], ['07', '07', '']),
    'pushbytes 0x01; pushbytes 0x; b%',
    'modulo by zero',
  ),
  'b<': binary('b<', ['01', '0002', 1n], ['0100', 'ff', 0n], ['01', '01', 0n]),
  'b>': binary('b>', ['0100', 'ff', 1n], ['01', '0002', 0n], ['01', '01', 0n]),
  'b<=': binary('b<=', ['01', '0001', 1n], ['02', '01', 0n]),
  'b>=': binary('b>=', ['0001', '01', 1n], ['01', '02', 0n]),
  'b==': binary('b==', ['0001', '01', 1n], ['', '00', 1n], ['01', '02', 0n]),
  'b!=': binary('b!=', ['0001', '01', 0n], ['01', '02', 1n]),
  'b|': { gives: [['pushbytes 0x0f; pushbytes 0x10f0; b|', hex('10ff')]] },
  'b&': {
    gives: [
      ['pushbytes 0xff0f; pushbytes 0xf8; b&', hex('0008')],
      ['pushint 100; bzero; pushint 4096; bzero; b&; len', 4096n],
    ],
  },
  'b^': { gives: [['pushbytes 0xffff; pushbytes 0x0f; b^', hex('fff0')]] },
  'b~': {
    gives: [
      ['pushbytes 0x00ff55; b~', hex('ff00aa')],
      ['pushbytes 0x; b~', hex('')],
    ],
  },
  bsqrt: {
    gives: [
      ['pushbytes 0x; bsqrt', hex('')],
      ['pushbytes 0x0010; bsqrt', hex('04')],
      [`pushbytes 0x${ones}; bsqrt`, hex('ff'.repeat(32))],
    ],
    fails: [[`${large}; bsqrt`, tooLarge]],
  },
};
