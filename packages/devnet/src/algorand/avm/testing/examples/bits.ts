import { uint64Max } from '../../value.ts';
import type { Examples } from '../example.ts';

export const bitsExamples: Examples = {
  '|': { gives: [['pushint 12; pushint 10; |', 14n]] },
  '&': { gives: [['pushint 12; pushint 10; &', 8n]] },
  '^': { gives: [['pushint 12; pushint 10; ^', 6n]] },
  '~': {
    gives: [
      ['pushint 0; ~', uint64Max],
      [`pushint ${uint64Max}; ~`, 0n],
    ],
  },
  shl: {
    gives: [
      ['pushint 3; pushint 63; shl', 1n << 63n],
      ['pushint 3; pushint 0; shl', 3n],
    ],
    fails: [['pushint 1; pushint 64; shl', 'shl arg too big, (64)']],
  },
  shr: {
    gives: [[`pushint ${uint64Max}; pushint 63; shr`, 1n]],
    fails: [['pushint 1; pushint 64; shr', 'shr arg too big, (64)']],
  },
  bitlen: {
    gives: [
      ['pushint 0; bitlen', 0n],
      ['pushint 8; bitlen', 4n],
      ['pushbytes 0x; bitlen', 0n],
      ['pushbytes 0x000100; bitlen', 9n],
    ],
  },
  getbit: {
    gives: [
      ['pushint 4; pushint 2; getbit', 1n],
      ['pushint 4; pushint 63; getbit', 0n],
      ['pushbytes 0x0080; pushint 8; getbit', 1n],
      ['pushbytes 0x0080; pushint 15; getbit', 0n],
    ],
    fails: [
      ['pushint 4; pushint 64; getbit', 'getbit index > 63 with Uint'],
      ['pushbytes 0x00; pushint 8; getbit', 'getbit index beyond byteslice'],
      [`pushbytes 0x00; pushint ${uint64Max}; getbit`, 'getbit index beyond byteslice'],
    ],
  },
  setbit: {
    gives: [
      ['pushint 0; pushint 63; pushint 1; setbit', 1n << 63n],
      ['pushint 7; pushint 1; pushint 0; setbit', 5n],
      ['pushbytes 0x0000; pushint 8; pushint 1; setbit', Buffer.from('0080', 'hex')],
      ['pushbytes 0xffff; pushint 0; pushint 0; setbit', Buffer.from('7fff', 'hex')],
      // The original stays as it was.
      ['pushbytes 0x00; dup; pushint 0; pushint 1; setbit', Buffer.from([0]), Buffer.from([128])],
    ],
    fails: [
      ['pushint 0; pushint 0; pushint 2; setbit', 'setbit value > 1'],
      ['pushint 0; pushint 64; pushint 1; setbit', 'setbit index > 63 with Uint'],
      ['pushbytes 0x00; pushint 8; pushint 1; setbit', 'setbit index beyond byteslice'],
    ],
  },
};
