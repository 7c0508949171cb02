import { isTerminal, type DeploymentStatus } from '@biatec-tokens/core';
import type { DeploymentStore } from '../ports/store/deployments.ts';
import { describeDeployment } from './describeDeployment.ts';

/** A status as callers see it, and the same as JSON. */
export interface ReadStatus {
  readonly status: DeploymentStatus;
  readonly json: string;
}

/** Reads the status of deployments: the one thing that clients ask for again and again. */
export interface StatusReader {
  /** Finds only within the organization. */
  find(organizationId: string, deploymentId: string): Promise<ReadStatus | undefined>;
}

interface Remembered extends ReadStatus {
  readonly organizationId: string;
  readonly version: number;
  /** No other version follows. */
  readonly isLast: boolean;
}

const rememberedMax = 2_000;

/**
 * Describes each version of a deployment once, and asks the store every time which version that is.
 *
 * A version never changes, and nothing leads out of a terminal state: what is remembered is never stale, whoever made
 * the last change.
 */
export function createStatusReader(
  store: Pick<DeploymentStore, 'findDeployment' | 'listHistory'>,
): StatusReader {
  const remembered = new Map<string, Remembered>();

  return {
    async find(organizationId, deploymentId) {
      const known = remembered.get(deploymentId);
      if (known?.isLast === true && known.organizationId === organizationId) return known;
      const deployment = await store.findDeployment(organizationId, deploymentId);
      if (deployment === undefined) return undefined;
      if (known?.version === deployment.version) return known;

      const history = await store.listHistory(deploymentId);
      const status = describeDeployment(deployment, history);
      const read: Remembered = {
        organizationId,
        version: deployment.version,
        isLast: isTerminal(deployment.state),
        status,
        json: JSON.stringify(status),
      };
      // A change between the two reads would pair a version with a later history.
      if (history.at(-1)?.sequence !== deployment.sequence) return read;
      remembered.delete(deploymentId);
      const oldest = remembered.keys().next().value;
      if (remembered.size >= rememberedMax && oldest !== undefined) remembered.delete(oldest);
      remembered.set(deploymentId, read);
      return read;
    },
  };
}
