import type {
  DeploymentState,
  ErrorCode,
  NetworkId,
  ReasonCode,
  TokenType,
} from '@biatec-tokens/core';
import type { PageRequest } from './page.ts';
import type { TokenPlan } from './plan.ts';

/** A stored issuance, right after it was accepted. */
export interface AcceptedDeployment {
  success: true;
  /** `dep_…`: follow the issuance by it. */
  deploymentId: string;
  status: DeploymentState;
  network: NetworkId;
  tokenType: TokenType;
  /** Your own id of the request. */
  reference: string | null;
  /** Path of the status of this deployment. */
  statusUrl: string;
  correlationId: string;
  /** UTC, ISO 8601. */
  createdAt: string;
}

/** A valid request: what would be stored, and what issuing it would send and cost. */
export interface ValidatedToken {
  success: true;
  valid: true;
  network: NetworkId;
  tokenType: TokenType;
  /** Every default filled in; amounts in whole tokens and in base units. */
  parameters: Record<string, unknown>;
  /** Null when it cannot be made now. */
  plan: TokenPlan | null;
  /** Why there is no plan, else null. */
  planUnavailable: { errorCode: ErrorCode; errorMessage: string } | null;
}

/** Where in the chain a transaction is. */
export interface BlockReference {
  /** Round on Algorand networks, block number on EVM, as a decimal string. */
  number: string;
  hash: string | null;
}

/** One change of state. */
export interface HistoryEntry {
  /** Counts from 1 without a gap per deployment. */
  sequence: number;
  status: DeploymentState;
  reasonCode: ReasonCode;
  /** UTC, ISO 8601. */
  timestamp: string;
  transactionId: string | null;
  block: BlockReference | null;
  message: string;
}

/** Why a deployment failed. */
export interface DeploymentError {
  errorCode: ErrorCode;
  errorMessage: string;
  /** What you can do. */
  suggestedAction: string;
  details: Record<string, unknown> | null;
  /** True when `deployments.retry` is allowed: nothing of it can be on chain, or only steps that a retry goes on from. */
  retryable: boolean;
}

/** One field asked for and the value found on chain. */
export interface ReadBackField {
  field: string;
  asked?: unknown;
  found?: unknown;
  equal: boolean;
}

/** A deployment as lists show it. */
export interface DeploymentSummary {
  deploymentId: string;
  status: DeploymentState;
  network: NetworkId;
  tokenType: TokenType;
  /** Your own id of the request. */
  reference: string | null;
  /** The request with every default filled in. */
  parameters: Record<string, unknown>;
  /** Address of the issuing account. */
  issuer: string;
  /** The transaction that makes the token; those of later steps are in `deployments.why`. */
  transactionId: string | null;
  /** Id of the ASA or application, as a decimal string; null on EVM. */
  assetId: string | null;
  /** Address of the contract; null for an ASA. */
  contractAddress: string | null;
  explorerUrls: { transaction: string | null; token: string | null; issuer: string | null };
  error: DeploymentError | null;
  correlationId: string;
  /** UTC, ISO 8601. */
  createdAt: string;
  /** UTC, ISO 8601. */
  updatedAt: string;
}

/** The whole truth about one deployment. */
export interface Deployment extends DeploymentSummary {
  success: true;
  /** The parameters as found on chain; filled at Indexed. */
  readBack: ReadBackField[] | null;
  /** When to ask again, in ms; null when the state will not change by itself. */
  nextPollMs: number | null;
  history: HistoryEntry[];
  timings: {
    /** From Queued to Submitted. */
    queuedMs: number | null;
    /** From Submitted to Confirmed. */
    confirmationMs: number | null;
    /** From Confirmed to Indexed. */
    finalityMs: number | null;
    /** From Queued to the last state. */
    totalMs: number | null;
  };
}

/** Which deployments, newest first. */
export interface ListDeploymentsRequest extends PageRequest {
  status?: DeploymentState | undefined;
  /** Id or alias of a network. */
  network?: string | undefined;
  tokenType?: TokenType | undefined;
  /** Your own id of the request, exactly. */
  reference?: string | undefined;
  /** UTC, ISO 8601. */
  createdAfter?: string | undefined;
  /** UTC, ISO 8601. */
  createdBefore?: string | undefined;
}

/** What a deployment waits for right now. */
export interface Why {
  success: true;
  deploymentId: string;
  status: DeploymentState;
  /** Null when nothing is left to do. */
  waitingFor: {
    kind:
      | 'worker'
      | 'node'
      | 'wrong-network'
      | 'sponsor-funds'
      | 'inclusion'
      | 'finality'
      | 'window'
      | 'nonce'
      | 'archival-node'
      | 'key-provider'
      | 'ipfs'
      | 'network-disabled'
      | 'person';
    message: string;
    details: Record<string, unknown>;
    since: string;
  } | null;
  attempts: DeploymentAttempt[];
  /** What the server does next by itself. */
  nextAction: { action: string; at: string } | null;
  /** The one thing a person can do, if any. */
  humanAction: string | null;
}

/** One signed transaction, or group of them, of a deployment. */
export interface DeploymentAttempt {
  attempt: number;
  /** Step of the issuance that it brings to the chain; 1 where there is only one. */
  step: number;
  transactionIds: string[];
  signedAt: string | null;
  broadcasts: number;
  lastBroadcastAt: string | null;
  /** What the node said to the last broadcast. */
  lastAnswer: string | null;
  /** Rounds or nonce the attempt is bound to. */
  validity: string;
  outcome: 'open' | 'included' | 'expired' | 'reverted' | 'superseded';
}
