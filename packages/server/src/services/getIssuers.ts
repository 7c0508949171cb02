import type { Account, AccountStore, ChainFamily } from '../ports/store/accounts.ts';

/** The accounts that issue what is new, one of each chain family. */
export type Issuers = Readonly<Record<ChainFamily, Account>>;

/**
 * Reads once who issues, so that a request's default addresses and its issuer are of one account, whatever is chosen
 * meanwhile.
 *
 * @throws {AppError} ACCOUNT_NOT_READY
 */
export async function getIssuers(
  store: Pick<AccountStore, 'getIssuer'>,
  organizationId: string,
): Promise<Issuers> {
  const [avm, evm] = await Promise.all([
    store.getIssuer(organizationId, 'avm'),
    store.getIssuer(organizationId, 'evm'),
  ]);
  return { avm, evm };
}
