import { createEnvironmentKeyProvider } from '../keys/environmentKeyProvider.ts';
import type { Signer, SigningOrder } from '../ports/signer.ts';
import type { Account, ChainFamily } from '../ports/store/accounts.ts';
import type { Ids } from '../ports/ids.ts';
import type { Vault } from '../ports/vault.ts';
import { createSigner } from './createSigner.ts';
import { createVault } from './createVault.ts';
import { keySubjectOf } from './subjects.ts';

/** For tests of this room: a real vault under a public test key. */
export function testVault(): Vault {
  const key = Buffer.alloc(32, 'public test key').toString('base64');
  return createVault({
    keyProvider: createEnvironmentKeyProvider({ kind: 'environment', key, allowed: true }),
  });
}

/** Ids that count. */
export function countingIds(): Ids {
  let count = 0;
  return {
    next: (kind) => `${kind}_${String(++count).padStart(8, '0')}`,
    guid: () => `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`,
  };
}

/** An account with the given key, sealed. */
export async function sealAccount(
  vault: Vault,
  { family, address, key }: { family: ChainFamily; address: string; key: Uint8Array },
): Promise<Account> {
  const owner = { id: `acc_${family}0000001`, organizationId: 'org_00000001', family };
  return {
    ...owner,
    slot: 0,
    address,
    sealedKey: await vault.seal(keySubjectOf(owner), key),
    createdAt: new Date('2026-03-01T12:00:00.000Z'),
  };
}

/** A real signer, whose store would have asked for everything. */
export function signerOfAnything(vault: Vault): Signer {
  return createSigner({ vault, store: { isSignatureRequested: async () => true } });
}

/** An order for one message, by default of one byte. */
export function orderOf(account: Account, message: Uint8Array = new Uint8Array(1)): SigningOrder {
  return { deploymentId: 'dep_00000001', attemptNumber: 1, account, message };
}
