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
  /** When a block counts as final: after so many rounds or blocks, or when the tagged block has passed it. */
  finality:
    | { kind: 'rounds'; rounds: number }
    | { kind: 'blocks'; blocks: number }
    | { kind: 'tag'; tag: 'finalized' | 'safe' };
  usable: boolean;
  /** Why the network cannot be used, else null. */
  reason: string | null;
  /** `degraded`: it works, but not all endpoints are well. `refused`: all are of other networks. */
  health: 'healthy' | 'degraded' | 'down' | 'refused' | 'unknown';
  /** Whether a platform account pays the fees. */
  sponsored: boolean;
  /** Standards this server issues there. */
  issuable: TokenType[];
  /** Pages of a public explorer, `{id}` standing for what is looked for. */
  explorerUrls: { asset: string; application: string; transaction: string; address: string } | null;
  /** The network's nodes, in order of preference. */
  endpoints: NetworkEndpoint[];
}

/** One node of a network, as the server sees it. */
export interface NetworkEndpoint {
  /** Without credentials, path and query. */
  url: string;
  state: 'healthy' | 'degraded' | 'down' | 'wrong-network' | 'unknown';
  /** `open`: left alone after repeated failures. `half-open`: one question may see whether it is back. */
  breaker: 'closed' | 'open' | 'half-open';
  /** When it will be asked again, while its breaker is open. */
  openUntil: string | null;
  /** Mean of the last answers, the newest counting most. */
  latencyMs: number | null;
  /** Newest round or block at the last look, as a decimal string. */
  lastBlock: string | null;
  /** Rounds or blocks behind the best node of the network, as a decimal string. */
  behindBy: string | null;
  /** Newest failure, also when the node is well again. */
  lastError: {
    kind:
      | 'connection'
      | 'timeout'
      | 'rate-limited'
      | 'unauthorized'
      | 'server-error'
      | 'invalid-answer'
      | 'wrong-network';
    message: string;
    at: string;
  } | null;
  lastOkAt: string | null;
  checkedAt: string | null;
}

/** Every network, in one page. */
export interface NetworkList {
  success: true;
  items: Network[];
  nextCursor: null;
}
