/** The eight states of a deployment, in the order of a smooth run; exactly these names are on the wire. */
export const deploymentStates = [
  'Queued',
  'Submitted',
  'Pending',
  'Confirmed',
  'Indexed',
  'Completed',
  'Failed',
  'Cancelled',
] as const;

/** State of a deployment. */
export type DeploymentState = (typeof deploymentStates)[number];

/**
 * What can happen to a deployment, and where it leads.
 *
 * This table is the state machine: guards, the diagram in the docs and the property tests derive from it.
 * An event that leads from a state to the same state is a no-op and stands in no row.
 */
export const transitions = [
  {
    event: 'submit',
    from: ['Queued'],
    to: 'Submitted',
    reason: 'DEPLOYMENT_SUBMITTED',
    message: 'Signed bytes are stored and were handed to a node',
  },
  {
    event: 'seeInPool',
    from: ['Submitted'],
    to: 'Pending',
    reason: 'TRANSACTION_BROADCAST',
    message: 'A node holds the transaction in its pool',
  },
  {
    event: 'confirm',
    from: ['Pending'],
    to: 'Confirmed',
    reason: 'TRANSACTION_CONFIRMED',
    message: 'The transaction is in a block',
  },
  {
    event: 'reorganise',
    from: ['Confirmed'],
    to: 'Pending',
    reason: 'CHAIN_REORGANISED',
    message: 'The block left the chain; the transaction waits for another',
  },
  {
    event: 'index',
    from: ['Confirmed'],
    to: 'Indexed',
    reason: 'TRANSACTION_INDEXED',
    message: 'The token is final and every parameter read back equals what was asked',
  },
  {
    event: 'complete',
    from: ['Indexed'],
    to: 'Completed',
    reason: 'DEPLOYMENT_COMPLETED',
    message: 'The token is recorded and announced',
  },
  {
    event: 'refuse',
    from: ['Queued'],
    to: 'Failed',
    reason: 'DEPLOYMENT_VALIDATION_FAILED',
    message: 'The network would refuse the issuance; nothing was sent',
  },
  {
    event: 'mismatch',
    from: ['Confirmed'],
    to: 'Failed',
    reason: 'DEPLOYMENT_VALIDATION_FAILED',
    message: 'The token on chain differs from what was asked',
  },
  {
    event: 'failSubmission',
    from: ['Queued', 'Submitted', 'Pending'],
    to: 'Failed',
    reason: 'TRANSACTION_SUBMISSION_FAILED',
    message: 'No transaction could be brought to the network, and none can appear any more',
  },
  {
    event: 'revert',
    from: ['Submitted', 'Pending', 'Confirmed', 'Indexed'],
    to: 'Failed',
    reason: 'TRANSACTION_REVERTED',
    message: 'The network carried the transaction out and undid it',
  },
  {
    event: 'expire',
    from: ['Submitted', 'Pending'],
    to: 'Failed',
    reason: 'TRANSACTION_EXPIRED',
    message: 'The transaction left its validity window and can never be included',
  },
  {
    event: 'cancel',
    from: ['Queued'],
    to: 'Cancelled',
    reason: 'USER_CANCELLED',
    message: 'Cancelled before anything was signed',
  },
  {
    event: 'retry',
    from: ['Failed'],
    to: 'Queued',
    reason: 'DEPLOYMENT_RETRY_REQUESTED',
    message: 'Queued again; nothing of an earlier attempt can be on chain',
  },
] as const satisfies readonly {
  event: string;
  from: readonly DeploymentState[];
  to: DeploymentState;
  reason: string;
  message: string;
}[];

/** What happens to a deployment. */
export type DeploymentEvent = (typeof transitions)[number]['event'];

/** Why a deployment is where it is. `DEPLOYMENT_QUEUED` opens every history. */
export const reasonCodes = [
  'DEPLOYMENT_QUEUED',
  'DEPLOYMENT_SUBMITTED',
  'TRANSACTION_BROADCAST',
  'TRANSACTION_CONFIRMED',
  'TRANSACTION_INDEXED',
  'DEPLOYMENT_COMPLETED',
  'DEPLOYMENT_VALIDATION_FAILED',
  'TRANSACTION_SUBMISSION_FAILED',
  'TRANSACTION_REVERTED',
  'TRANSACTION_EXPIRED',
  'CHAIN_REORGANISED',
  'USER_CANCELLED',
  'DEPLOYMENT_RETRY_REQUESTED',
] as const;

export type ReasonCode = (typeof reasonCodes)[number];

/** States that nothing leads out of. */
export const terminalStates = ['Completed', 'Cancelled'] as const satisfies DeploymentState[];

/** States in which the engine has nothing to do: the terminal ones, and Failed until a person retries. */
export const restingStates = [
  'Completed',
  'Cancelled',
  'Failed',
] as const satisfies DeploymentState[];

/** Tells whether nothing leads out of the state. */
export function isTerminal(state: DeploymentState): boolean {
  return (terminalStates as readonly DeploymentState[]).includes(state);
}

/** Tells whether the engine leaves a deployment in this state alone. */
export function isResting(state: DeploymentState): boolean {
  return (restingStates as readonly DeploymentState[]).includes(state);
}
