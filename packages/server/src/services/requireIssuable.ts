import { AppError, type NetworkId, type TokenType } from '@biatec-tokens/core';
import type { ChainAdapter } from '../ports/chainAdapter.ts';
import type { NetworkAccess } from '../ports/networkAccess.ts';

/**
 * Finds the adapter that can issue the standard on the network.
 *
 * @throws {AppError} TOKEN_NETWORK_UNUSABLE or TOKEN_TYPE_UNAVAILABLE
 */
export async function requireIssuable(
  { networks }: { readonly networks: NetworkAccess },
  { networkId, tokenType }: { readonly networkId: NetworkId; readonly tokenType: TokenType },
): Promise<ChainAdapter> {
  const adapter = networks.find(networkId);
  if (adapter === undefined) {
    const { reason } = await networks.status(networkId);
    throw new AppError({
      code: 'TOKEN_NETWORK_UNUSABLE',
      message: `Cannot issue on "${networkId}": ${reason ?? 'it is not usable on this server'}`,
      details: { network: networkId },
    });
  }
  if (!adapter.tokenTypes.includes(tokenType)) {
    throw new AppError({
      code: 'TOKEN_TYPE_UNAVAILABLE',
      message: `Cannot issue "${tokenType}" on "${networkId}": this server only validates it there so far`,
      details: { network: networkId, tokenType, issuable: adapter.tokenTypes },
    });
  }
  return adapter;
}
