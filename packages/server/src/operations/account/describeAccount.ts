import { getNetwork, networkIds, type HeldAccount } from '@biatec-tokens/core';
import type { HeldAccount as StoredAccount } from '../../ports/store/index.ts';

/** An account as its organization sees it. */
export function describeAccount(account: StoredAccount): HeldAccount {
  const { family } = account;
  return {
    accountId: account.id,
    family,
    address: account.address,
    networks: networkIds.filter((id) => getNetwork(id).family === family),
    origin: account.origin,
    slot: account.slot,
    issuing: account.issuing,
    createdAt: account.createdAt.toISOString(),
  };
}
