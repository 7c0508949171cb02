import type { DeploymentState } from '@biatec-tokens/core';
import type { Deployment, HistoryEntry } from '../types/deployment.ts';

/** The history of a deployment that went through the given states. */
export function historyOf(...states: DeploymentState[]): HistoryEntry[] {
  return states.map((status, index) => ({
    sequence: index + 1,
    status,
    reasonCode: 'DEPLOYMENT_QUEUED',
    timestamp: '2026-03-01T12:00:00.000Z',
    transactionId: null,
    block: null,
    message: status,
  }));
}

/** A deployment that went through the given states. */
export function deploymentOf(...states: DeploymentState[]): Deployment {
  const history = historyOf(...states);
  const status = states.at(-1) ?? 'Queued';
  const resting = status === 'Completed' || status === 'Failed' || status === 'Cancelled';
  const at = '2026-03-01T12:00:00.000Z';
  return {
    success: true,
    deploymentId: 'dep_12345678',
    status,
    network: 'algorand-localnet',
    tokenType: 'asa-ft',
    reference: null,
    parameters: {},
    issuer: 'A',
    transactionId: null,
    assetId: null,
    contractAddress: null,
    explorerUrls: { transaction: null, token: null, issuer: null },
    readBack: null,
    nextPollMs: resting ? null : 700,
    error:
      status === 'Failed'
        ? {
            errorCode: 'INSUFFICIENT_FUNDS',
            errorMessage: 'Cannot pay',
            suggestedAction: 'Send 0.2 ALGO.',
            details: null,
            retryable: true,
          }
        : null,
    history,
    timings: { queuedMs: null, confirmationMs: null, finalityMs: null, totalMs: null },
    correlationId: 'req_1',
    createdAt: at,
    updatedAt: at,
  };
}
