import { uint64Max } from '../../value.ts';
import type { Examples } from '../example.ts';

const text = (value: string) => Buffer.from(value);
const box = 'pushbytes "box"';
const fresh = 'pushbytes "new"';
const read = `${box}; box_get; pop`;
const longName = `pushbytes "${'n'.repeat(65)}"`;
const longest = `pushbytes "${'n'.repeat(64)}"`;
const noName = 'box names may not be zero length';
const nameTooLong = 'name too long: length was 65, maximum is 64';
const noBox = 'no such box 0x6e6577';

export const boxesExamples: Examples = {
  box_create: {
    gives: [
      [`${fresh}; pushint 4; box_create; ${fresh}; box_get`, 1n, Buffer.alloc(4), 1n],
      [`${box}; pushint 8; box_create; ${read}`, 0n, text('contents')],
      [`${fresh}; pushint 0; box_create; ${fresh}; box_len`, 1n, 0n, 1n],
      [`${longest}; pushint 2; box_create`, 1n],
    ],
    fails: [
      [`${box}; pushint 9; box_create`, 'box size mismatch 8 9'],
      ['pushbytes 0x; pushint 1; box_create', noName],
      [`${longName}; pushint 1; box_create`, nameTooLong],
      [`${fresh}; pushint 32769; box_create`, 'box size too large: 32769, maximum is 32768'],
      ['pushbytes "other"; pushint 1; box_create', 'invalid Box reference 0x6f74686572'],
    ],
  },
  box_extract: {
    gives: [
      [`${box}; pushint 3; pushint 4; box_extract`, text('tent')],
      [`${box}; pushint 8; pushint 0; box_extract`, text('')],
    ],
    fails: [
      [`${box}; pushint 5; pushint 4; box_extract`, 'extraction end 9 is beyond length: 8'],
      [`${box}; pushint 9; pushint 0; box_extract`, 'extraction start 9 is beyond length: 8'],
      [
        `${box}; pushint ${uint64Max}; pushint 1; box_extract`,
        `box size too large: ${uint64Max}, maximum is 32768`,
      ],
      [`${fresh}; pushint 0; pushint 0; box_extract`, noBox],
    ],
  },
  box_replace: {
    gives: [[`${box}; pushint 2; pushbytes "XY"; box_replace; ${read}`, text('coXYents')]],
    fails: [
      [
        `${box}; pushint 7; pushbytes "XY"; box_replace`,
        'replacement end 9 beyond original length: 8',
      ],
      [`${fresh}; pushint 0; pushbytes "XY"; box_replace`, noBox],
      ['pushbytes 0x; pushint 0; pushbytes "XY"; box_replace', noName],
    ],
  },
  box_del: {
    gives: [
      [`${box}; box_del; ${box}; box_len`, 1n, 0n, 0n],
      [`${fresh}; box_del`, 0n],
    ],
    fails: [['pushbytes 0x; box_del', noName]],
  },
  box_len: {
    gives: [
      [`${box}; box_len`, 8n, 1n],
      [`${fresh}; box_len`, 0n, 0n],
    ],
    fails: [[`${longName}; box_len`, nameTooLong]],
  },
  box_get: {
    gives: [
      [`${box}; box_get`, text('contents'), 1n],
      [`${fresh}; box_get`, text(''), 0n],
      [`${fresh}; pushint 4096; box_create; ${fresh}; box_get; pop; len`, 1n, 4096n],
    ],
    fails: [
      ['pushbytes 0x; box_get', noName],
      [
        `${fresh}; pushint 4097; box_create; ${fresh}; box_get`,
        'box_get produced a too big (4097) byte-array',
      ],
    ],
  },
  box_put: {
    gives: [
      [`${box}; pushbytes "CONTENTS"; box_put; ${read}`, text('CONTENTS')],
      [`${fresh}; pushbytes "x"; box_put; ${fresh}; box_get`, text('x'), 1n],
    ],
    fails: [
      [`${box}; pushbytes "short"; box_put`, 'attempt to box_put wrong size 8 != 5'],
      ['pushbytes 0x; pushbytes "x"; box_put', noName],
    ],
  },
  box_splice: {
    gives: [
      // What is put in is longer than what it stands in for: the end is lost.
      [`${box}; pushint 1; pushint 1; pushbytes "XYZ"; box_splice; ${read}`, text('cXYZnten')],
      // Shorter: zeros move in.
      [
        `${box}; pushint 1; pushint 3; pushbytes "X"; box_splice; ${read}`,
        Buffer.concat([text('cXents'), Buffer.alloc(2)]),
      ],
      [`${box}; pushint 8; pushint 0; pushbytes 0x; box_splice; ${read}`, text('contents')],
    ],
    fails: [
      [
        `${box}; pushint 9; pushint 0; pushbytes 0x; box_splice`,
        'replacement start 9 beyond length: 8',
      ],
      [
        `${box}; pushint 1; pushint 8; pushbytes 0x; box_splice`,
        'splice end 9 beyond original length: 8',
      ],
      [
        `${box}; pushint 1; pushint ${uint64Max}; pushbytes 0x; box_splice`,
        'splice end exceeds uint64',
      ],
      [
        `${box}; pushint 7; pushint 0; pushbytes "XY"; box_splice`,
        'splice inserted bytes too long',
      ],
      [`${fresh}; pushint 0; pushint 0; pushbytes 0x; box_splice`, noBox],
    ],
  },
  box_resize: {
    gives: [
      [`${box}; pushint 3; box_resize; ${read}`, text('con')],
      [
        `${box}; pushint 10; box_resize; ${read}`,
        Buffer.concat([text('contents'), Buffer.alloc(2)]),
      ],
    ],
    fails: [
      [`${fresh}; pushint 3; box_resize`, noBox],
      [`${box}; pushint 32769; box_resize`, 'box size too large: 32769, maximum is 32768'],
    ],
  },
};
