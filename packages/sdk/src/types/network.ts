import type { NetworkId, TokenType } from '@biatec-tokens/core';

/** A network of the table, and whether this server can issue there. */
export interface Network {
  id: NetworkId;
  name: string;
  /** Algorand networks (`avm`) or Ethereum networks (`evm`). */
  family: 'avm' | 'evm';
  /** Genesis id on Algorand networks, chain id on EVM. */
  chainId: string;
  genesisHash: string | null;
  native: { symbol: string; decimals: number };
  kind: 'main' | 'test' | 'local';
  usable: boolean;
  /** Why the network cannot be used, else null. */
  whyNot: string | null;
  health: 'healthy' | 'degraded' | 'down' | 'refused' | 'unknown';
  /** Whether a platform account pays the fees. */
  sponsored: boolean;
  /** Standards this server issues there. */
  issuable: TokenType[];
  explorerUrl: string | null;
}

/** Every network, in one page. */
export interface NetworkList {
  success: true;
  items: Network[];
  nextCursor: null;
}
