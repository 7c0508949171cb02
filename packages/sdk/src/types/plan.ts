import type { NetworkId, PlanWarningCode } from '@biatec-tokens/core';

/** What issuing a request right now would send, cost and give to whom. */
export interface TokenPlan {
  /** Id that the next issuance of this very request gets; the transactions below are made with it. */
  deploymentId: string;
  /** How long the server keeps that id for you; UTC, ISO 8601. */
  deploymentIdUntil: string;
  network: NetworkId;
  payer: { role: 'sponsor' | 'issuer'; address: string };
  /** Whether the payer holds what this needs now. */
  payable: boolean;
  /** In order; each is signed and sent once the one before it is final. */
  steps: PlannedStep[];
  /** Address of the contract on EVM; null for ids that the chain gives. */
  predictedAddress: string | null;
  cost: PlanCost;
  privilegedRoles: PrivilegedRole[];
  warnings: PlanWarning[];
}

/** What is signed and sent together: one group on Algorand networks, one transaction on EVM. */
export interface PlannedStep {
  /** `issue` where there is one step only. */
  name: string;
  transactions: PlannedTransaction[];
}

/** A transaction before it is signed. */
export type PlannedTransaction = PlannedAvmTransaction | PlannedEvmTransaction;

interface PlannedTransactionBase {
  /** Address that signs it. */
  sender: string;
  /** Address that it pays or calls; null where there is none yet. */
  receiver: string | null;
  /** Native units that it moves. */
  amountBaseUnits: string;
  /** What is only known when it is signed, and the fields that follow from it; all else is sent as shown. */
  dependsOn: string[];
  description: string;
}

/** A transaction of an Algorand network. */
export interface PlannedAvmTransaction extends PlannedTransactionBase {
  type: 'pay' | 'axfer' | 'acfg' | 'appl';
  feeBaseUnits: string;
  /** Application that it calls, `"0"`: it makes one; null where it calls none, or one yet to be made. */
  applicationId: string | null;
  /** Canonical msgpack of the transaction, base64. */
  unsigned: string;
}

/** A transaction of an EVM network. */
export interface PlannedEvmTransaction extends PlannedTransactionBase {
  type: 'eip1559';
  gasLimit: string;
  /** In wei. */
  maxFeePerGas: string;
  /** In wei. */
  maxPriorityFeePerGas: string;
  nonce: string;
  /** Serialized transaction (EIP-2718), hexadecimal with 0x. */
  unsigned: string;
}

/** Amounts in the network's coin, each also in base units. */
export interface PlanCost {
  symbol: string;
  /** What the network takes, if the next block includes it. */
  fees: string;
  feesBaseUnits: string;
  /** The most the network can take; the payer must hold it. */
  feesMax: string;
  feesMaxBaseUnits: string;
  /** What stays locked in accounts for this token. */
  minimumBalance: string;
  minimumBalanceBaseUnits: string;
  /** Fees and minimum balance. */
  total: string;
  totalBaseUnits: string;
}

/** A power over the token, and who has it from the start. */
export interface PrivilegedRole {
  role: string;
  /** Null: nobody. */
  address: string | null;
  /** What its holder may do. */
  may: string;
  /** Whether somebody else can get it later; false with nobody: for ever. */
  canChange: boolean;
}

/** Something to know before the token exists; it does not stop anything. */
export interface PlanWarning {
  code: PlanWarningCode;
  message: string;
  details: Record<string, unknown> | null;
}
