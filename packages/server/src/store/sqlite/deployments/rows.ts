import type {
  Attempt,
  BlockReference,
  Deployment,
  SignedVariant,
} from '../../../ports/store/index.ts';
import type { attempts, deployments, signedVariants } from '../schema.ts';
import { without } from '../session.ts';

export type DeploymentRow = typeof deployments.$inferSelect;

/** The lease is the engine's business and not part of a deployment. */
export function toDeployment(row: DeploymentRow): Deployment {
  const { blockNumber, blockHash, waiting } = row;
  return {
    ...without(row, 'blockNumber', 'blockHash', 'leaseToken', 'leaseUntil', 'leasedBy'),
    block: toBlock(blockNumber, blockHash),
    waiting: waiting === null ? null : { ...waiting, since: new Date(waiting.since) },
  };
}

export function toDeploymentRow(
  deployment: Deployment,
  lease: Pick<DeploymentRow, 'leaseToken' | 'leaseUntil' | 'leasedBy'>,
): DeploymentRow {
  const { block, waiting, ...rest } = deployment;
  return {
    ...rest,
    blockNumber: block?.number ?? null,
    blockHash: block?.hash ?? null,
    waiting: waiting === null ? null : { ...waiting, since: waiting.since.toISOString() },
    ...lease,
  };
}

export const noLease = { leaseToken: null, leaseUntil: null, leasedBy: null };

export function toAttempt(
  row: typeof attempts.$inferSelect,
  variants: readonly (typeof signedVariants.$inferSelect)[],
): Attempt {
  return { ...row, variants: variants.map(toVariant) };
}

export function toBlock(number: bigint | null, hash: string | null): BlockReference | null {
  return number === null ? null : { number, hash };
}

function toVariant(row: typeof signedVariants.$inferSelect): SignedVariant {
  const { transactionId, bytes, signedAt, details } = row;
  return { transactionId, bytes, signedAt, details };
}
