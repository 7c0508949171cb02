import type { Feature, NetworkId, TokenProtocol, TokenType } from '@biatec-tokens/core';
import type { TermsInForce } from './session.ts';

/** What the server can do, and what that was proven with. */
export interface Capabilities {
  success: true;
  /** The terms of use to accept at registration; null where there are none. */
  terms: TermsInForce | null;
  standards: StandardSupport[];
  /** The nodes that the standards of each family were tried on. */
  families: { family: 'avm' | 'evm'; nodes: string[] }[];
  networks: {
    id: NetworkId;
    family: 'avm' | 'evm';
    kind: 'main' | 'test' | 'local';
    usable: boolean;
    /** Why the network cannot be used, else null. */
    reason: string | null;
    issuable: TokenType[];
  }[];
}

/** One standard: what can be asked for, where, and what of it is proven. */
export interface StandardSupport {
  tokenType: TokenType;
  title: string;
  protocol: TokenProtocol;
  family: 'avm' | 'evm';
  /** JSON Schema of the request: every field with its limits. */
  request: Record<string, unknown>;
  /** Where this server can issue it now. */
  networks: NetworkId[];
  features: FeatureSupport[];
}

/** One thing a standard does, and the nodes that this was proven on. */
export interface FeatureSupport {
  feature: Feature;
  title: string;
  /** `proven`: its test passed on every node it ran on. `not-proven`: no test ran. */
  status: 'proven' | 'failed' | 'not-proven';
  /** Nodes with their versions: `anvil 1.7.1`. */
  provenOn: string[];
  failedOn: string[];
}
