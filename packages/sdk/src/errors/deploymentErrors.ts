import type { Deployment } from '../types/deployment.ts';
import type { ApiErrorCode } from './apiError.ts';
import { BiatecTokensError } from './biatecTokensError.ts';

/** Thrown by `deployments.wait` when the deployment failed. */
export class DeploymentFailedError extends BiatecTokensError {
  override readonly name = 'DeploymentFailedError';
  readonly deployment: Deployment;
  /** Why: the same codes as those of refused calls. */
  readonly code: ApiErrorCode;
  /** What you can do. */
  readonly suggestedAction: string;
  /** Whether `deployments.retry` is allowed: nothing of it can be on chain. */
  readonly retryable: boolean;

  constructor({ deployment }: { deployment: Deployment }) {
    const { deploymentId, error } = deployment;
    super(`Deployment "${deploymentId}" failed: ${error?.errorMessage ?? 'no reason was given'}`);
    this.deployment = deployment;
    this.code = error?.errorCode ?? 'TOKEN_DEPLOYMENT_FAILED';
    this.suggestedAction = error?.suggestedAction ?? 'Read the history of the deployment.';
    this.retryable = error?.retryable ?? false;
  }
}

/** Thrown by `deployments.wait` when the deployment was cancelled. */
export class DeploymentCancelledError extends BiatecTokensError {
  override readonly name = 'DeploymentCancelledError';
  readonly deployment: Deployment;

  constructor({ deployment }: { deployment: Deployment }) {
    super(`Deployment "${deployment.deploymentId}" was cancelled`);
    this.deployment = deployment;
  }
}
