import type { NetworkId, TokenType } from '@biatec-tokens/core';
import type { ChainAdapter } from './chainAdapter.ts';

/** State of one network on this server. */
export interface NetworkStatus {
  readonly networkId: NetworkId;
  readonly usable: boolean;
  readonly whyNot: string | null;
  readonly health: 'healthy' | 'degraded' | 'down' | 'refused' | 'unknown';
  readonly issuable: readonly TokenType[];
}

/** The networks this server can reach. */
export interface NetworkAccess {
  /** The adapter of a usable network, else undefined. */
  find(networkId: NetworkId): ChainAdapter | undefined;
  status(networkId: NetworkId): Promise<NetworkStatus>;
}
