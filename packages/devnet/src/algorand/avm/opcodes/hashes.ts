import { hash } from 'node:crypto';
import { compute, type Opcode } from '../opcode.ts';

/** Version 1 programs paid less for a hash; applications start with version 2. */
export const hashes: readonly Opcode[] = [
  {
    code: 0x01,
    name: 'sha256',
    since: 2,
    stack: '[]byte -> [32]byte',
    cost: 35,
    run: by('sha256'),
  },
  {
    code: 0x03,
    name: 'sha512_256',
    since: 2,
    stack: '[]byte -> [32]byte',
    cost: 45,
    run: by('sha512-256'),
  },
  {
    code: 0x98,
    name: 'sha3_256',
    since: 7,
    stack: '[]byte -> [32]byte',
    cost: 130,
    run: by('sha3-256'),
  },
];

function by(algorithm: string) {
  return compute((value: Uint8Array) => hash(algorithm, value, 'buffer'));
}
