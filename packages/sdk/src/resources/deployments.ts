import { listAll } from '../internal/listAll.ts';
import type { Runtime } from '../internal/runtime.ts';
import type { Transport } from '../internal/transport.ts';
import { waitForDeployment, type WaitOptions } from '../polling/waitForDeployment.ts';
import { watchDeployment, type WatchOptions } from '../polling/watchDeployment.ts';
import type {
  Deployment,
  DeploymentSummary,
  HistoryEntry,
  ListDeploymentsRequest,
  Why,
} from '../types/deployment.ts';
import type { RequestOptions } from '../types/options.ts';
import type { Page } from '../types/page.ts';

const path = 'api/v1/deployment-status';

/** Issuances, from request to Completed. */
export interface DeploymentsResource {
  /** Gets the whole truth about one deployment. @throws {NotFoundError} If the organization has none of this id. */
  get(deploymentId: string, options?: RequestOptions): Promise<Deployment>;
  /** Gets one page, newest first. */
  list(
    request?: ListDeploymentsRequest,
    options?: RequestOptions,
  ): Promise<Page<DeploymentSummary>>;
  /**
   * Yields every deployment, newest first, asking for each page when it is needed.
   *
   * @example
   * for await (const deployment of client.deployments.listAll({ status: 'Failed' })) report(deployment);
   */
  listAll(
    request?: ListDeploymentsRequest,
    options?: RequestOptions,
  ): AsyncGenerator<DeploymentSummary, void>;
  /** Says what a deployment waits for right now, and what can be done about it. */
  why(deploymentId: string, options?: RequestOptions): Promise<Why>;
  /**
   * Stops a deployment of which nothing was signed yet.
   *
   * @throws {ConflictError} `DEPLOYMENT_NOT_CANCELLABLE` if something was.
   */
  cancel(deploymentId: string, options?: RequestOptions): Promise<Deployment>;
  /**
   * Queues a failed deployment again, when nothing of it can be on chain.
   *
   * @throws {ConflictError} `DEPLOYMENT_NOT_RETRYABLE` if something can, or it has not failed.
   */
  retry(deploymentId: string, options?: RequestOptions): Promise<Deployment>;
  /**
   * Waits until a deployment is Completed, or in the state asked for.
   *
   * @throws {DeploymentFailedError} If it failed; `retryable` says whether `retry` is allowed.
   * @throws {DeploymentCancelledError} If it was cancelled.
   * @throws {TimeoutError} If it takes longer than `timeoutMs`; the deployment goes on.
   * @example
   * const { assetId } = await client.deployments.wait(deploymentId, {
   *   onUpdate: ({ status }) => console.log(status),
   * });
   */
  wait(deploymentId: string, options?: WaitOptions): Promise<Deployment>;
  /**
   * Yields the history so far, then each change as it happens, in order and without a gap, until the deployment rests.
   *
   * @example
   * for await (const { status, message } of client.deployments.watch(deploymentId)) show(status, message);
   */
  watch(deploymentId: string, options?: WatchOptions): AsyncGenerator<HistoryEntry, void>;
}

export function createDeployments(transport: Transport, runtime: Runtime): DeploymentsResource {
  const pathOf = (deploymentId: string) => `${path}/${encodeURIComponent(deploymentId)}`;

  const get = (deploymentId: string, options?: RequestOptions) =>
    transport.send<Deployment>(
      { name: 'get a deployment', kind: 'session', method: 'GET', path: pathOf(deploymentId) },
      options,
    );

  const list = (query?: ListDeploymentsRequest, options?: RequestOptions) =>
    transport.send<Page<DeploymentSummary>>(
      { name: 'list deployments', kind: 'session', method: 'GET', path, query },
      options,
    );

  const change = (verb: 'cancel' | 'retry', deploymentId: string, options?: RequestOptions) =>
    transport.send<Deployment>(
      {
        name: `${verb} a deployment`,
        kind: 'keyed',
        method: 'POST',
        path: `${pathOf(deploymentId)}/${verb}`,
      },
      options,
    );

  return {
    get,
    list,
    listAll: (request = {}, options) => listAll((page) => list(page, options), request),
    why: (deploymentId, options) =>
      transport.send(
        {
          name: 'explain a deployment',
          kind: 'session',
          method: 'GET',
          path: `${pathOf(deploymentId)}/why`,
        },
        options,
      ),
    cancel: (deploymentId, options) => change('cancel', deploymentId, options),
    retry: (deploymentId, options) => change('retry', deploymentId, options),
    wait: (deploymentId, options) =>
      waitForDeployment({ transport, runtime, get }, deploymentId, options),
    watch: (deploymentId, options) =>
      watchDeployment({ transport, runtime, get }, deploymentId, options),
  };
}
