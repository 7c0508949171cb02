import type { Examples } from '../example.ts';

const three = 'pushints 1 2 3';
const manyValues =
  'pushint 1; dupn 255; pushint 1; dupn 255; pushint 1; dupn 255; pushint 1; dupn 231';

export const stackExamples: Examples = {
  pop: { gives: [['pushint 1; pushbytes "x"; pop', 1n]] },
  popn: {
    gives: [
      [`${three}; popn 2`, 1n],
      [`${three}; popn 0`, 1n, 2n, 3n],
    ],
    fails: [[`${three}; popn 4`, 'popn 4 while stack contains 3']],
  },
  dup: {
    gives: [['pushint 1; dup', 1n, 1n]],
    fails: [[`${manyValues}; dup`, 'stack overflow']],
  },
  dupn: {
    gives: [
      ['pushbytes "x"; dupn 2', Buffer.from('x'), Buffer.from('x'), Buffer.from('x')],
      ['pushint 1; dupn 0', 1n],
    ],
    fails: [[`${manyValues}; dupn 1`, 'stack overflow']],
  },
  dup2: { gives: [['pushints 1 2; dup2', 1n, 2n, 1n, 2n]] },
  dig: {
    gives: [
      [`${three}; dig 0`, 1n, 2n, 3n, 3n],
      [`${three}; dig 2`, 1n, 2n, 3n, 1n],
    ],
    fails: [[`${three}; dig 3`, 'dig 3 with stack size = 3']],
  },
  bury: {
    gives: [
      [`${three}; bury 1`, 1n, 3n],
      [`${three}; bury 2`, 3n, 2n],
    ],
    fails: [
      [`${three}; bury 0`, 'bury outside stack'],
      [`${three}; bury 3`, 'bury outside stack'],
    ],
  },
  swap: { gives: [['pushint 1; pushbytes "x"; swap', Buffer.from('x'), 1n]] },
  select: {
    gives: [
      ['pushints 1 2 0; select', 1n],
      ['pushints 1 2 9; select', 2n],
    ],
  },
  cover: {
    gives: [
      [`${three}; cover 2`, 3n, 1n, 2n],
      [`${three}; cover 0`, 1n, 2n, 3n],
    ],
    fails: [[`${three}; cover 3`, 'cover 3 with stack size = 3']],
  },
  uncover: {
    gives: [
      [`${three}; uncover 2`, 2n, 3n, 1n],
      [`${three}; uncover 0`, 1n, 2n, 3n],
    ],
    fails: [[`${three}; uncover 3`, 'uncover 3 with stack size = 3']],
  },
};
