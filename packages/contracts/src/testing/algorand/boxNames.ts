import { createHash } from 'node:crypto';
import { type Account, type Address, decodeAddress } from 'algosdk';

type Named = Account | Address | string;

/** Microalgos that a balance box adds to the minimum balance of the app's account: 2,500 + 400 × (33 + 32). */
export const balanceBoxCost = 28_500n;
/** The same of an approval box: 2,500 + 400 × (32 + 32). */
export const approvalBoxCost = 28_100n;

export function balanceBox(owner: Named): Uint8Array {
  return Buffer.concat([Buffer.from('b'), publicKey(owner)]);
}

export function approvalBox(owner: Named, spender: Named): Uint8Array {
  const digest = createHash('sha256').update(publicKey(owner)).update(publicKey(spender)).digest();
  return Buffer.concat([Buffer.from('a'), digest.subarray(0, 31)]);
}

function publicKey(named: Named): Uint8Array {
  if (typeof named === 'string') return decodeAddress(named).publicKey;
  return 'addr' in named ? named.addr.publicKey : named.publicKey;
}
