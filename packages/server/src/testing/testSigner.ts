import { keccak_256 } from '@noble/hashes/sha3.js';
import type { Signer } from '../ports/signer.ts';
import { createEd25519Key, signEd25519 } from '../signer/signEd25519.ts';
import { signSecp256k1 } from '../signer/signSecp256k1.ts';

/** Signs whatever it is given with public test keys: for tests of adapters, which have no store behind them. */
export function createTestSigner(keyOf: (address: string) => Uint8Array): Signer {
  const ed25519 = (address: string, message: Uint8Array) =>
    signEd25519(createEd25519Key(keyOf(address)), message);
  const secp256k1 = (address: string, message: Uint8Array) =>
    signSecp256k1(keyOf(address), keccak_256(message));
  return {
    signAvm: async ({ account, message }) => ed25519(account.address, message),
    signEvm: async ({ account, message }) => secp256k1(account.address, message),
    signProxyFunding: async ({ address }, message) => secp256k1(address, message),
    noteKeyOf: async ({ address }) => ed25519(address, new TextEncoder().encode('test')),
  };
}

/** For tests in which nothing may be signed. */
export const nobodySigns: Signer = createTestSigner(() => {
  throw new Error('Expected no signature');
});
