import { secp256k1 } from '@noble/curves/secp256k1.js';
import type { EvmSignature } from '../ports/signer.ts';

const digestBytes = 32;

/** Signs a 32-byte digest after RFC 6979, with low s as EIP-2 wants it. */
export function signSecp256k1(privateKey: Uint8Array, digest: Uint8Array): EvmSignature {
  if (digest.length !== digestBytes) {
    throw new RangeError(
      `Cannot sign: digest has ${digest.length} bytes, should have ${digestBytes}`,
    );
  }
  const bytes = secp256k1.sign(digest, privateKey, {
    prehash: false,
    lowS: true,
    format: 'recovered',
  });
  const { r, s, recovery } = secp256k1.Signature.fromBytes(bytes, 'recovered');
  // 2 and 3 mean that r passed the group order: nobody has ever seen one, and Ethereum cannot write it.
  if (recovery !== 0 && recovery !== 1) {
    throw new RangeError('Cannot sign: the digest has no signature that Ethereum can write');
  }
  return { r, s, yParity: recovery };
}
