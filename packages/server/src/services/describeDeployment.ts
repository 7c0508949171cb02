import {
  explorerUrl,
  isResting,
  type DeploymentState,
  type DeploymentStatus,
  type DeploymentSummary,
  type HistoryEntry,
} from '@biatec-tokens/core';
import type { BlockReference, Deployment, HistoryRow } from '../ports/store/deployments.ts';

/** How soon a client should ask again: often while a block is near, seldom while it waits for finality. */
const pollMs: Partial<Record<DeploymentState, number>> = {
  Queued: 500,
  Submitted: 500,
  Pending: 1_000,
  Confirmed: 2_000,
  Indexed: 500,
};

/** Writes a deployment with its history as callers see it. */
export function describeDeployment(
  deployment: Deployment,
  history: readonly HistoryRow[],
): DeploymentStatus {
  return {
    success: true,
    ...describeDeploymentSummary(deployment),
    readBack: deployment.readBack === null ? null : [...deployment.readBack],
    nextPollMs: isResting(deployment.state) ? null : (pollMs[deployment.state] ?? 1_000),
    history: history.map(describeHistoryEntry),
    timings: timingsOf(history),
  };
}

/** Writes a deployment as a row of a list. */
export function describeDeploymentSummary(deployment: Deployment): DeploymentSummary {
  return {
    deploymentId: deployment.id,
    status: deployment.state,
    network: deployment.networkId,
    tokenType: deployment.tokenType,
    reference: deployment.reference,
    parameters: { ...deployment.parameters },
    issuer: deployment.issuer,
    transactionId: deployment.transactionId,
    assetId: deployment.assetId === null ? null : deployment.assetId.toString(),
    contractAddress: deployment.contractAddress,
    explorerUrls: explorerUrlsOf(deployment),
    error: deployment.error,
    correlationId: deployment.correlationId,
    createdAt: deployment.createdAt.toISOString(),
    updatedAt: deployment.updatedAt.toISOString(),
  };
}

/** Writes one entry of the history as callers see it. */
export function describeHistoryEntry(row: HistoryRow): HistoryEntry {
  return {
    sequence: row.sequence,
    status: row.state,
    reasonCode: row.reason,
    timestamp: row.at.toISOString(),
    transactionId: row.transactionId,
    block: describeBlock(row.block),
    message: row.message,
  };
}

function describeBlock(block: BlockReference | null): HistoryEntry['block'] {
  return block === null ? null : { number: block.number.toString(), hash: block.hash };
}

function explorerUrlsOf(deployment: Deployment): DeploymentSummary['explorerUrls'] {
  const { networkId, transactionId, assetId, contractAddress, issuer, tokenType } = deployment;
  // An ASA has a page of its own; everything else on AVM is an application, and on EVM a contract.
  const isAsset = contractAddress === null || tokenType.startsWith('erc20');
  const token = tokenType.startsWith('erc20') ? contractAddress : (assetId?.toString() ?? null);
  return {
    transaction:
      transactionId === null ? null : explorerUrl(networkId, 'transaction', transactionId),
    token: token === null ? null : explorerUrl(networkId, isAsset ? 'asset' : 'application', token),
    issuer: explorerUrl(networkId, 'address', issuer),
  };
}

/** Measured over the latest run: a retry starts the clock again. */
function timingsOf(history: readonly HistoryRow[]): DeploymentStatus['timings'] {
  const run = history.slice(history.findLastIndex((row) => row.state === 'Queued'));
  const timeOf = (state: DeploymentState) => run.findLast((row) => row.state === state)?.at;
  const [queued, submitted] = [run[0]?.at, timeOf('Submitted')];
  const [confirmed, indexed] = [timeOf('Confirmed'), timeOf('Indexed')];
  const last = run.at(-1);
  return {
    queuedMs: between(queued, submitted),
    confirmationMs: between(submitted, confirmed),
    finalityMs: between(confirmed, indexed),
    totalMs: last !== undefined && isResting(last.state) ? between(queued, last.at) : null,
  };
}

function between(from: Date | undefined, to: Date | undefined): number | null {
  return from === undefined || to === undefined ? null : to.getTime() - from.getTime();
}
