import type { MadeAccounts } from '../../ports/auth.ts';
import type { Account, Organization } from '../../ports/store/index.ts';

/** The first accounts of an organization, one per chain family, as they are stored. */
export function accountsOf(made: MadeAccounts, { id, createdAt }: Organization): Account[] {
  return (['avm', 'evm'] as const).map((family) => ({
    ...made[family],
    organizationId: id,
    family,
    slot: 0,
    createdAt,
  }));
}
