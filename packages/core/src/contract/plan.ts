import { z } from 'zod';
import { networkIds } from '../network/index.ts';
import { planWarningCodes } from '../token/index.ts';
import { chainNumber, idOf, timestamp } from './primitives.ts';

const plannedBase = {
  sender: z.string().describe('Address that signs it'),
  receiver: z
    .string()
    .nullable()
    .describe('Address that it pays or calls; null where there is none yet'),
  amountBaseUnits: chainNumber.describe('Native units that it moves'),
  dependsOn: z
    .array(z.string())
    .describe('What is only known when it is signed, and the fields that follow from it'),
  description: z.string(),
};

/** A transaction of an Algorand network, before it is signed. */
export const plannedAvmTransaction = z.object({
  type: z.enum(['pay', 'axfer', 'acfg', 'appl']),
  ...plannedBase,
  feeBaseUnits: chainNumber,
  applicationId: chainNumber
    .nullable()
    .describe(
      'Application that it calls, "0": it makes one; null where it calls none or one yet to be made',
    ),
  unsigned: z.string().describe('Canonical msgpack of the transaction, base64'),
});

/** A transaction of an EVM network, before it is signed. */
export const plannedEvmTransaction = z.object({
  type: z.literal('eip1559'),
  ...plannedBase,
  gasLimit: chainNumber,
  maxFeePerGas: chainNumber.describe('In wei'),
  maxPriorityFeePerGas: chainNumber.describe('In wei'),
  nonce: chainNumber,
  unsigned: z.string().describe('Serialized transaction (EIP-2718), hexadecimal with 0x'),
});

export const plannedTransaction = z.discriminatedUnion('type', [
  plannedAvmTransaction,
  plannedEvmTransaction,
]);

/** What is signed and sent together: one group on Algorand networks, one transaction on EVM. */
export const plannedStep = z.object({
  name: z.string().describe('`issue` where there is one step only'),
  transactions: z.array(plannedTransaction),
});

export const planCost = z.object({
  symbol: z.string(),
  fees: z.string().describe('What the network takes, if the next block includes it'),
  feesBaseUnits: chainNumber,
  feesMax: z.string().describe('The most the network can take; the payer must hold it'),
  feesMaxBaseUnits: chainNumber,
  minimumBalance: z.string().describe('What stays locked in accounts for this token'),
  minimumBalanceBaseUnits: chainNumber,
  total: z.string().describe('Fees and minimum balance'),
  totalBaseUnits: chainNumber,
});

/** An account, or nobody, that a token gives powers to. */
export const privilegedRole = z.object({
  role: z.string(),
  address: z.string().nullable().describe('Null: nobody'),
  may: z.string().describe('What its holder may do'),
  canChange: z
    .boolean()
    .describe('Whether somebody else can get it later; false with nobody: for ever'),
});

export const planWarning = z.object({
  code: z.enum(planWarningCodes),
  message: z.string(),
  details: z.record(z.string(), z.unknown()).nullable(),
});

/** What issuing right now would send, cost and give to whom. */
export const tokenPlan = z.object({
  deploymentId: idOf('dep').describe('Id that the next issuance of this very request gets'),
  deploymentIdUntil: timestamp.describe('How long this server keeps that id for you'),
  network: z.enum(networkIds),
  payer: z.object({ role: z.enum(['sponsor', 'issuer']), address: z.string() }),
  payable: z.boolean().describe('Whether the payer holds what this needs now'),
  steps: z.array(plannedStep),
  predictedAddress: z
    .string()
    .nullable()
    .describe('Address of the contract; null for ids that the chain gives'),
  cost: planCost,
  privilegedRoles: z.array(privilegedRole),
  warnings: z.array(planWarning),
});

export type PlannedAvmTransaction = z.infer<typeof plannedAvmTransaction>;
export type PlannedEvmTransaction = z.infer<typeof plannedEvmTransaction>;
export type PlannedTransaction = z.infer<typeof plannedTransaction>;
export type PlannedStep = z.infer<typeof plannedStep>;
export type PlanCost = z.infer<typeof planCost>;
export type TokenPlan = z.infer<typeof tokenPlan>;
