import type { Examples } from '../example.ts';

const times = (count: number, source: string) =>
  Array.from({ length: count }, () => source).join('; ');

export const logExamples: Examples = {
  log: {
    gives: [['pushbytes "a"', Buffer.from('a')]],
    fails: [
      [times(33, 'pushbytes "a"; log'), 'too many log calls in program. up to 32 is allowed'],
      [
        `${times(2, 'pushint 512; bzero; log')}; pushbytes "a"; log`,
        'program logs too large. 1025 bytes >  1024 bytes limit',
      ],
    ],
  },
};
