import type { NetworkId, TokenType } from '@biatec-tokens/core';
import type { ChainAdapter } from './chainAdapter.ts';

/** How an endpoint is, by what was seen of it last. */
export type EndpointState = 'healthy' | 'degraded' | 'down' | 'wrong-network' | 'unknown';

/** In what way an endpoint failed; a small set, so that it can be a label of metrics. */
export type EndpointFailure =
  | 'connection'
  | 'timeout'
  | 'rate-limited'
  | 'unauthorized'
  | 'server-error'
  | 'invalid-answer'
  | 'wrong-network';

/** What is known of one endpoint; nothing of it is secret. */
export interface EndpointStatus {
  /** Without credentials, path and query. */
  readonly url: string;
  /** Tells the endpoints of a network apart, in logs and metrics too. */
  readonly host: string;
  readonly state: EndpointState;
  readonly breaker: 'closed' | 'open' | 'half-open';
  readonly openUntil: Date | null;
  /** Mean of the last answers, the newest counting most. */
  readonly latencyMs: number | null;
  /** Newest round or block at the last look. */
  readonly height: bigint | null;
  /** Behind the best endpoint of the network at the last look. */
  readonly behindBy: bigint | null;
  /** Whether it had another block than other endpoints at the last look. */
  readonly disagrees: boolean;
  readonly lastError: {
    readonly kind: EndpointFailure;
    readonly message: string;
    readonly at: Date;
  } | null;
  readonly lastOkAt: Date | null;
  readonly checkedAt: Date | null;
}

/** State of one network on this server. */
export interface NetworkStatus {
  readonly networkId: NetworkId;
  readonly usable: boolean;
  /** Why it cannot be used, else null. */
  readonly reason: string | null;
  readonly health: 'healthy' | 'degraded' | 'down' | 'refused' | 'unknown';
  readonly issuable: readonly TokenType[];
  readonly endpoints: readonly EndpointStatus[];
}

/** The networks this server can reach. */
export interface NetworkAccess {
  /** The adapter of a usable network, else undefined. */
  find(networkId: NetworkId): ChainAdapter | undefined;
  /** What is known, without asking anybody. */
  known(networkId: NetworkId): NetworkStatus;
  /** What is known; looks at the nodes again when that is old, and waits for it only when it is very old. */
  status(networkId: NetworkId): Promise<NetworkStatus>;
}
