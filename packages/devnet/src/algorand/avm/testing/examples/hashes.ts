import type { Examples } from '../example.ts';

const hex = (digits: string) => Buffer.from(digits, 'hex');

/** The vectors of FIPS 180-4 and FIPS 202 for "abc". */
export const hashesExamples: Examples = {
  sha256: {
    gives: [
      [
        'pushbytes "abc"; sha256',
        hex('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'),
      ],
    ],
  },
  sha512_256: {
    gives: [
      [
        'pushbytes "abc"; sha512_256',
        hex('53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23'),
      ],
    ],
  },
  sha3_256: {
    gives: [
      [
        'pushbytes "abc"; sha3_256',
        hex('3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532'),
      ],
    ],
  },
};
