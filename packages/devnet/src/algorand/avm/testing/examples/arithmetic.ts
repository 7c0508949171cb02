import { uint64Max } from '../../value.ts';
import type { Examples } from '../example.ts';

const max = `pushint ${uint64Max}`;
const half = 1n << 63n;

export const arithmeticExamples: Examples = {
  '+': {
    gives: [
      ['pushint 2; pushint 3; +', 5n],
      [`${max}; pushint 0; +`, uint64Max],
    ],
    fails: [[`${max}; pushint 1; +`, '+ overflowed']],
  },
  '-': {
    gives: [['pushint 3; pushint 3; -', 0n]],
    fails: [['pushint 2; pushint 3; -', '- would result negative']],
  },
  '/': {
    gives: [['pushint 17; pushint 5; /', 3n]],
    fails: [['pushint 17; pushint 0; /', '/ 0']],
  },
  '*': {
    gives: [['pushint 4294967296; pushint 4294967295; *', 0xffff_ffff_0000_0000n]],
    fails: [['pushint 4294967296; pushint 4294967296; *', '* overflowed']],
  },
  '%': {
    gives: [['pushint 17; pushint 5; %', 2n]],
    fails: [['pushint 17; pushint 0; %', '% 0']],
  },
  mulw: { gives: [[`${max}; ${max}; mulw`, uint64Max - 1n, 1n]] },
  addw: {
    gives: [
      [`${max}; pushint 2; addw`, 1n, 1n],
      ['pushint 1; pushint 2; addw', 0n, 3n],
    ],
  },
  divmodw: {
    gives: [
      ['pushint 2; pushint 5; pushint 0; pushint 3; divmodw', 0n, 0xaaaa_aaaa_aaaa_aaacn, 0n, 1n],
    ],
    fails: [['pushint 2; pushint 5; pushint 0; pushint 0; divmodw', '/ 0']],
  },
  divw: {
    gives: [['pushint 1; pushint 0; pushint 2; divw', half]],
    fails: [
      ['pushint 1; pushint 0; pushint 0; divw', 'divw 0'],
      ['pushint 2; pushint 0; pushint 2; divw', 'divw overflow: 2 <= 2'],
    ],
  },
  sqrt: {
    gives: [
      ['pushint 0; sqrt', 0n],
      ['pushint 24; sqrt', 4n],
      [`${max}; sqrt`, 0xffff_ffffn],
    ],
  },
  exp: {
    gives: [
      ['pushint 2; pushint 63; exp', half],
      ['pushint 0; pushint 5; exp', 0n],
      [`pushint 1; ${max}; exp`, 1n],
      ['pushint 9; pushint 0; exp', 1n],
    ],
    fails: [
      ['pushint 2; pushint 64; exp', '2^64 overflow'],
      ['pushint 10; pushint 20; exp', '10^20 overflow'],
      [`pushint 2; ${max}; exp`, `2^${uint64Max} overflow`],
      ['pushint 0; pushint 0; exp', '0^0 is undefined'],
    ],
  },
  expw: {
    gives: [
      ['pushint 2; pushint 127; expw', half, 0n],
      ['pushint 10; pushint 20; expw', 5n, 7766279631452241920n],
    ],
    fails: [
      ['pushint 2; pushint 128; expw', '2^128 overflow'],
      ['pushint 10; pushint 39; expw', '10^39 overflow'],
      ['pushint 0; pushint 0; expw', '0^0 is undefined'],
    ],
  },
};
