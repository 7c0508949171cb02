import { z } from 'zod';
import { allErrorCodes, type ErrorCode } from '../error/errorCodes.ts';
import { networkIds } from '../network/index.ts';
import { tokenTypes } from '../token/index.ts';
import { tokenPlan } from './plan.ts';
import {
  chainNumber,
  correlationId,
  deploymentState,
  idOf,
  pageOf,
  pageRequest,
  reasonCode,
  timestamp,
} from './primitives.ts';

export const deploymentId = idOf('dep');
export const tokenType = z.enum(tokenTypes);
export const networkId = z.enum(networkIds);

/** Answer of an accepted issuance (HTTP 202). */
export const acceptedAnswer = z.object({
  success: z.literal(true),
  deploymentId,
  status: deploymentState,
  network: networkId,
  tokenType,
  reference: z.string().nullable(),
  statusUrl: z.string().describe('Path of the status of this deployment'),
  correlationId,
  createdAt: timestamp,
});

/** Where in the chain a transaction is. */
export const blockReference = z.object({
  number: chainNumber.describe('Round on Algorand networks, block number on EVM'),
  hash: z.string().nullable(),
});

export const historyEntry = z.object({
  sequence: z.number().int().min(1),
  status: deploymentState,
  reasonCode,
  timestamp,
  transactionId: z.string().nullable(),
  block: blockReference.nullable(),
  message: z.string(),
});

export const deploymentError = z.object({
  errorCode: z.enum(allErrorCodes as [ErrorCode, ...ErrorCode[]]),
  errorMessage: z.string(),
  suggestedAction: z.string(),
  details: z.record(z.string(), z.unknown()).nullable(),
  retryable: z
    .boolean()
    .describe('True when nothing of it can be on chain, or only steps that a retry goes on from'),
});

/** One field asked for and the value found on chain. */
export const readBackField = z.object({
  field: z.string(),
  asked: z.unknown(),
  found: z.unknown(),
  equal: z.boolean(),
});

/** The whole truth about one deployment. */
export const deploymentStatus = z.object({
  success: z.literal(true),
  deploymentId,
  status: deploymentState,
  network: networkId,
  tokenType,
  reference: z.string().nullable(),
  parameters: z.record(z.string(), z.unknown()),
  issuer: z.string().describe('Address of the issuing account'),
  transactionId: z
    .string()
    .nullable()
    .describe('The transaction that makes the token; those of later steps are in `why`'),
  assetId: chainNumber.nullable(),
  contractAddress: z.string().nullable(),
  explorerUrls: z.object({
    transaction: z.string().nullable(),
    token: z.string().nullable(),
    issuer: z.string().nullable(),
  }),
  readBack: z.array(readBackField).nullable().describe('Filled from the chain at Indexed'),
  nextPollMs: z.number().int().nullable().describe('Null when the state will not change by itself'),
  error: deploymentError.nullable(),
  history: z.array(historyEntry),
  timings: z.object({
    queuedMs: z.number().int().nullable().describe('From Queued to Submitted'),
    confirmationMs: z.number().int().nullable().describe('From Submitted to Confirmed'),
    finalityMs: z.number().int().nullable().describe('From Confirmed to Indexed'),
    totalMs: z.number().int().nullable().describe('From Queued to the last state'),
  }),
  correlationId,
  createdAt: timestamp,
  updatedAt: timestamp,
});

/** A row of the list: the status without its history. */
export const deploymentSummary = deploymentStatus.omit({
  success: true,
  history: true,
  readBack: true,
  timings: true,
  nextPollMs: true,
});

export const deploymentIdRequest = z.strictObject({ deploymentId });

export const listDeploymentsRequest = pageRequest.extend({
  status: deploymentState.optional(),
  network: z.string().max(64).optional(),
  tokenType: tokenType.optional(),
  reference: z.string().max(100).optional(),
  createdAfter: z.iso.datetime().optional(),
  createdBefore: z.iso.datetime().optional(),
});

export const listDeploymentsAnswer = pageOf(deploymentSummary);

/** What a deployment waits for right now. */
export const whyAnswer = z.object({
  success: z.literal(true),
  deploymentId,
  status: deploymentState,
  waitingFor: z
    .object({
      kind: z.enum([
        'worker',
        'node',
        'wrong-network',
        'sponsor-funds',
        'inclusion',
        'finality',
        'window',
        'nonce',
        'archival-node',
        'key-provider',
        'ipfs',
        'network-disabled',
        'person',
      ]),
      message: z.string(),
      details: z.record(z.string(), z.unknown()),
      since: timestamp,
    })
    .nullable()
    .describe('Null when nothing is left to do'),
  attempts: z.array(
    z.object({
      attempt: z.number().int().min(1),
      step: z
        .number()
        .int()
        .min(1)
        .describe('Step of the issuance that it brings to the chain; 1 where there is only one'),
      transactionIds: z.array(z.string()),
      signedAt: timestamp.nullable(),
      broadcasts: z.number().int(),
      lastBroadcastAt: timestamp.nullable(),
      lastAnswer: z.string().nullable().describe('What the node said to the last broadcast'),
      validity: z.string().describe('Rounds or nonce the attempt is bound to'),
      outcome: z.enum(['open', 'included', 'expired', 'reverted', 'superseded']),
    }),
  ),
  nextAction: z
    .object({ action: z.string(), at: timestamp })
    .nullable()
    .describe('What the server does next by itself'),
  humanAction: z.string().nullable().describe('The one thing a person can do, if any'),
});

/** A valid request: what would be stored, and what issuing it would send and cost. */
export const validateAnswer = z.object({
  success: z.literal(true),
  valid: z.literal(true),
  network: networkId,
  tokenType,
  parameters: z.record(z.string(), z.unknown()),
  plan: tokenPlan.nullable().describe('Null when it cannot be made now; see planUnavailable'),
  planUnavailable: z
    .object({
      errorCode: z.enum(allErrorCodes as [ErrorCode, ...ErrorCode[]]),
      errorMessage: z.string(),
    })
    .nullable()
    .describe('Why there is no plan, else null'),
});

export type AcceptedAnswer = z.infer<typeof acceptedAnswer>;
export type HistoryEntry = z.infer<typeof historyEntry>;
export type DeploymentStatus = z.infer<typeof deploymentStatus>;
export type DeploymentSummary = z.infer<typeof deploymentSummary>;
export type ReadBackField = z.infer<typeof readBackField>;
export type ListDeploymentsRequest = z.input<typeof listDeploymentsRequest>;
export type DeploymentPage = z.infer<typeof listDeploymentsAnswer>;
export type Why = z.infer<typeof whyAnswer>;
export type ValidateAnswer = z.infer<typeof validateAnswer>;
export type DeploymentError = z.infer<typeof deploymentError>;
