import { isResting, type Why } from '@biatec-tokens/core';
import type { Attempt, Deployment, Waiting } from '../ports/store/deployments.ts';

/** What the server does by itself about each thing it may wait for, and what a person can do about it. */
const actions: Record<Waiting['kind'], { readonly next: string; readonly human: string | null }> = {
  worker: { next: 'A worker takes the deployment up', human: null },
  node: {
    next: 'Ask the nodes of the network again',
    human: 'The operator can add another endpoint for the network',
  },
  'wrong-network': {
    next: 'Ask the node who it is again',
    human: 'The operator must correct the endpoint of the network',
  },
  'sponsor-funds': {
    next: 'Look at the balance of the paying account again',
    human: 'Send the missing amount to the address in the details',
  },
  inclusion: {
    next: 'Look for the transaction on chain, and send the same bytes again',
    human: null,
  },
  finality: { next: 'Look whether the block is final', human: null },
  window: { next: 'Look whether the validity window of the attempt has passed', human: null },
  nonce: {
    next: 'Look whether the earlier transaction of the paying account is mined',
    human: null,
  },
  'archival-node': {
    next: 'Ask the nodes of the network again',
    human: 'The operator must add an endpoint of a node that keeps the whole history',
  },
  'key-provider': {
    next: 'Ask the key provider again',
    human: 'The operator must check the key provider',
  },
  ipfs: {
    next: 'Pin the files of the token again, wherever they are not held yet',
    human: 'The operator must check the pinning service',
  },
  'network-disabled': {
    next: 'Look whether the network is switched on',
    human: 'The operator must switch the network on again',
  },
  person: { next: 'Wait for a person', human: 'Read the message and contact support' },
};

/** Says what a deployment waits for right now, what was tried, and what comes next. */
export function explainDeployment(deployment: Deployment, attempts: readonly Attempt[]): Why {
  const { state, dueAt } = deployment;
  const resting = isResting(state);
  const waiting = resting ? null : (deployment.waiting ?? waitingForWorker(deployment));
  return {
    success: true,
    deploymentId: deployment.id,
    status: state,
    waitingFor:
      waiting === null
        ? null
        : {
            kind: waiting.kind,
            message: waiting.message,
            details: { ...waiting.details },
            since: waiting.since.toISOString(),
          },
    attempts: attempts.map(explainAttempt),
    nextAction:
      waiting === null || dueAt === null
        ? null
        : { action: actions[waiting.kind].next, at: dueAt.toISOString() },
    humanAction: waiting === null ? humanActionAtRest(deployment) : actions[waiting.kind].human,
  };
}

function waitingForWorker({ updatedAt }: Deployment): Waiting {
  return { kind: 'worker', message: 'Waits for a worker', details: {}, since: updatedAt };
}

function humanActionAtRest({ state, error }: Deployment): string | null {
  if (state !== 'Failed') return null;
  return error?.retryable === true
    ? 'Mend the cause named in the error, then retry the deployment'
    : 'Read the error; this deployment cannot be retried';
}

function explainAttempt(attempt: Attempt): Why['attempts'][number] {
  return {
    attempt: attempt.number,
    step: attempt.step,
    transactionIds: attempt.variants.map(({ transactionId }) => transactionId),
    signedAt: attempt.variants[0]?.signedAt.toISOString() ?? null,
    broadcasts: attempt.broadcasts,
    lastBroadcastAt: attempt.lastBroadcastAt?.toISOString() ?? null,
    lastAnswer: attempt.lastAnswer,
    validity:
      attempt.nonce === null
        ? `rounds ${attempt.firstValid ?? '?'} to ${attempt.lastValid ?? '?'}`
        : `nonce ${attempt.nonce}`,
    outcome: attempt.outcome,
  };
}
