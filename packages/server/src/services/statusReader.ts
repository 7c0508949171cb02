import type { DeploymentStatus } from '@biatec-tokens/core';
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

const rememberedMax = 2_000;

/**
 * Asks the store every time which version a deployment has, and describes each version once.
 *
 * A version never changes, so what is remembered is never stale, whoever made the change.
 */
export function createStatusReader(
  store: Pick<DeploymentStore, 'findDeployment' | 'listHistory'>,
): StatusReader {
  const remembered = new Map<string, ReadStatus & { readonly version: number }>();

  return {
    async find(organizationId, deploymentId) {
      const deployment = await store.findDeployment(organizationId, deploymentId);
      if (deployment === undefined) return undefined;
      const known = remembered.get(deploymentId);
      if (known?.version === deployment.version) return known;

      const history = await store.listHistory(deploymentId);
      const status = describeDeployment(deployment, history);
      const read = { version: deployment.version, status, json: JSON.stringify(status) };
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
