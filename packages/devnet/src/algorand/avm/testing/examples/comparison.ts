import type { Examples } from '../example.ts';

export const comparisonExamples: Examples = {
  '<': {
    gives: [
      ['pushint 1; pushint 2; <', 1n],
      ['pushint 2; pushint 2; <', 0n],
    ],
  },
  '>': {
    gives: [
      ['pushint 2; pushint 1; >', 1n],
      ['pushint 2; pushint 2; >', 0n],
    ],
  },
  '<=': {
    gives: [
      ['pushint 2; pushint 2; <=', 1n],
      ['pushint 3; pushint 2; <=', 0n],
    ],
  },
  '>=': {
    gives: [
      ['pushint 2; pushint 2; >=', 1n],
      ['pushint 1; pushint 2; >=', 0n],
    ],
  },
  '&&': {
    gives: [
      ['pushint 5; pushint 2; &&', 1n],
      ['pushint 5; pushint 0; &&', 0n],
    ],
  },
  '||': {
    gives: [
      ['pushint 0; pushint 2; ||', 1n],
      ['pushint 0; pushint 0; ||', 0n],
    ],
  },
  '==': {
    gives: [
      ['pushint 2; pushint 2; ==', 1n],
      ['pushbytes "ab"; pushbytes "ab"; ==', 1n],
      ['pushbytes "ab"; pushbytes "abc"; ==', 0n],
    ],
    fails: [['pushint 2; pushbytes 0x02; ==', 'cannot compare (uint64 to []byte)']],
  },
  '!=': {
    gives: [
      ['pushint 2; pushint 3; !=', 1n],
      ['pushbytes 0x; pushbytes 0x; !=', 0n],
    ],
    fails: [['pushbytes 0x02; pushint 2; !=', 'cannot compare ([]byte to uint64)']],
  },
  '!': {
    gives: [
      ['pushint 0; !', 1n],
      ['pushint 7; !', 0n],
    ],
  },
};
