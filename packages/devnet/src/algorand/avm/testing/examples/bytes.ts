import { uint64Max } from '../../value.ts';
import type { Examples } from '../example.ts';

const text = (value: string) => Buffer.from(value);
const abc = 'pushbytes "abcde"';
const max = `pushint ${uint64Max}`;
const numbers = 'pushbytes 0x0102030405060708090a';

export const bytesExamples: Examples = {
  len: {
    gives: [
      [`${abc}; len`, 5n],
      ['pushbytes 0x; len', 0n],
      ['pushint 4096; bzero; len', 4096n],
    ],
  },
  itob: {
    gives: [
      ['pushint 258; itob', Buffer.from('0000000000000102', 'hex')],
      [`${max}; itob`, Buffer.alloc(8, 255)],
    ],
  },
  btoi: {
    gives: [
      ['pushbytes 0x; btoi', 0n],
      ['pushbytes 0x0102; btoi', 258n],
      ['pushbytes 0xffffffffffffffff; btoi', uint64Max],
    ],
    fails: [['pushbytes 0x000000000000000000; btoi', 'btoi arg too long, got 9 bytes']],
  },
  concat: {
    gives: [
      ['pushbytes "ab"; pushbytes "cd"; concat', text('abcd')],
      ['pushint 4000; bzero; pushint 96; bzero; concat; len', 4096n],
    ],
    fails: [
      [
        'pushint 4000; bzero; pushint 97; bzero; concat; len',
        'concat produced a too big (4097) byte-array',
      ],
    ],
  },
  substring: {
    gives: [
      [`${abc}; substring 1 3`, text('bc')],
      [`${abc}; substring 5 5`, text('')],
    ],
    fails: [
      [`${abc}; substring 3 2`, 'substring end before start'],
      [`${abc}; substring 1 6`, 'substring range beyond length of string'],
    ],
  },
  substring3: {
    gives: [[`${abc}; pushint 0; pushint 5; substring3`, text('abcde')]],
    fails: [
      [`${abc}; pushint 3; pushint 2; substring3`, 'substring end before start'],
      [`${abc}; pushint 3; pushint 6; substring3`, 'substring range beyond length of string'],
      [`${abc}; ${max}; pushint 0; substring3`, 'substring range beyond length of string'],
    ],
  },
  getbyte: {
    gives: [[`${abc}; pushint 4; getbyte`, 101n]],
    fails: [
      [`${abc}; pushint 5; getbyte`, 'getbyte index beyond array length'],
      [`${abc}; ${max}; getbyte`, 'getbyte index beyond array length'],
    ],
  },
  setbyte: {
    gives: [[`${abc}; dup; pushint 0; pushint 122; setbyte`, text('abcde'), text('zbcde')]],
    fails: [
      [`${abc}; pushint 0; pushint 256; setbyte`, 'setbyte value > 255'],
      [`${abc}; pushint 5; pushint 0; setbyte`, 'setbyte index beyond array length'],
    ],
  },
  extract: {
    gives: [
      [`${abc}; extract 1 2`, text('bc')],
      [`${abc}; extract 2 0`, text('cde')],
      [`${abc}; extract 5 0`, text('')],
    ],
    fails: [
      [`${abc}; extract 6 0`, 'extraction start 6 is beyond length: 5'],
      [`${abc}; extract 3 3`, 'extraction end 6 is beyond length: 5'],
    ],
  },
  extract3: {
    gives: [
      [`${abc}; pushint 1; pushint 4; extract3`, text('bcde')],
      [`${abc}; pushint 5; pushint 0; extract3`, text('')],
    ],
    fails: [
      [`${abc}; pushint 6; pushint 0; extract3`, 'extraction start 6 is beyond length: 5'],
      [`${abc}; pushint 1; pushint 5; extract3`, 'extraction end 6 is beyond length: 5'],
      [`${abc}; pushint 1; ${max}; extract3`, 'extraction end exceeds uint64'],
    ],
  },
  extract_uint16: {
    gives: [[`${numbers}; pushint 1; extract_uint16`, 0x0203n]],
    fails: [[`${numbers}; pushint 9; extract_uint16`, 'extraction end 11 is beyond length: 10']],
  },
  extract_uint32: {
    gives: [[`${numbers}; pushint 6; extract_uint32`, 0x0708_090an]],
    fails: [[`${numbers}; pushint 7; extract_uint32`, 'extraction end 11 is beyond length: 10']],
  },
  extract_uint64: {
    gives: [[`${numbers}; pushint 0; extract_uint64`, 0x0102_0304_0506_0708n]],
    fails: [
      [`${numbers}; pushint 3; extract_uint64`, 'extraction end 11 is beyond length: 10'],
      [`${numbers}; ${max}; extract_uint64`, `extraction start ${uint64Max} is beyond length: 10`],
    ],
  },
  replace2: {
    gives: [
      [`${abc}; dup; pushbytes "XY"; replace2 3`, text('abcde'), text('abcXY')],
      [`${abc}; pushbytes 0x; replace2 5`, text('abcde')],
    ],
    fails: [
      [`${abc}; pushbytes "XY"; replace2 4`, 'replacement end 6 beyond original length: 5'],
      [`${abc}; pushbytes "XY"; replace2 6`, 'replacement start 6 beyond length: 5'],
    ],
  },
  replace3: {
    gives: [[`${abc}; pushint 0; pushbytes "XY"; replace3`, text('XYcde')]],
    fails: [
      [
        `${abc}; pushint 4; pushbytes "XY"; replace3`,
        'replacement end 6 beyond original length: 5',
      ],
      [
        `${abc}; ${max}; pushbytes "XY"; replace3`,
        `replacement start ${uint64Max} beyond length: 5`,
      ],
    ],
  },
  bzero: {
    gives: [
      ['pushint 3; bzero', Buffer.alloc(3)],
      ['pushint 0; bzero', Buffer.alloc(0)],
    ],
    fails: [
      ['pushint 4097; bzero', 'bzero attempted to create a too large string'],
      [`${max}; bzero`, 'bzero attempted to create a too large string'],
    ],
  },
};
