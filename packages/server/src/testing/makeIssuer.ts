import { randomBytes, randomUUID } from 'node:crypto';
import { algorandAccountOf, evmAddressOf } from '@biatec-tokens/core';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Account, ChainFamily, Store } from '../ports/store/index.ts';
import type { Vault } from '../ports/vault.ts';
import { keySubjectOf } from '../signer/subjects.ts';

/** A registered organization with fresh sealed keys, without the cost of deriving them from words. */
export async function makeIssuer({
  store,
  vault,
  ids,
  clock,
}: {
  store: Store;
  vault: Vault;
  ids: Ids;
  clock: Clock;
}): Promise<{ avm: Account; evm: Account; organizationId: string; userId: string }> {
  const now = clock.now();
  const organizationId = ids.next('organization');
  const userId = randomUUID();
  const makeAccount = async (family: ChainFamily): Promise<Account> => {
    const key = randomBytes(32);
    const owner = { id: ids.next('account'), organizationId, family };
    return {
      ...owner,
      slot: 0,
      address: family === 'avm' ? algorandAccountOf(key).address : evmAddressOf(key),
      sealedKey: await vault.seal(keySubjectOf(owner), key),
      createdAt: now,
    };
  };
  const avm = await makeAccount('avm');
  const evm = await makeAccount('evm');
  const sessionId = ids.next('session');
  const registered = await store.registerUser({
    user: {
      id: userId,
      email: `${userId}@example.com`,
      fullName: null,
      passwordHash: 'unused',
      status: 'active',
      createdAt: now,
      emailVerifiedAt: now,
    },
    organization: { id: organizationId, name: 'Test', tier: 'Free', createdAt: now },
    accounts: [avm, evm],
    sealedPhrase: new Uint8Array([1]),
    session: {
      id: sessionId,
      userId,
      organizationId,
      createdAt: now,
      expiresAt: now,
      revokedAt: null,
      ip: null,
      userAgent: null,
    },
    refreshToken: { hash: randomUUID(), sessionId, createdAt: now, expiresAt: now },
    audit: {
      id: ids.next('audit'),
      at: now,
      actor: userId,
      organizationId,
      correlationId: null,
      ip: null,
      userAgent: null,
      action: 'auth.register',
      target: userId,
      outcome: 'success',
      errorCode: null,
      details: {},
    },
  });
  if (!registered.ok) throw new Error('Cannot register the test issuer');
  return { avm, evm, organizationId, userId };
}
