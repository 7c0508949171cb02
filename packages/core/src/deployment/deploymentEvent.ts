import type { DeploymentError } from '../contract/deployments.ts';
import type { DeploymentWebhookEvent } from '../contract/webhooks.ts';
import type { NetworkId } from '../network/index.ts';
import type { TokenType } from '../token/index.ts';
import type { DeploymentState, ReasonCode } from './states.ts';

/** A deployment right after a change, with the change. Amounts and block numbers are bigint. */
export interface DeploymentChange {
  readonly eventId: string;
  readonly organizationId: string;
  readonly correlationId: string;
  readonly deploymentId: string;
  readonly sequence: number;
  readonly state: DeploymentState;
  readonly reason: ReasonCode;
  readonly message: string;
  readonly at: Date;
  readonly networkId: NetworkId;
  readonly tokenType: TokenType;
  readonly reference: string | null;
  readonly issuer: string;
  readonly transactionId: string | null;
  readonly block: { readonly number: bigint; readonly hash: string | null } | null;
  readonly assetId: bigint | null;
  readonly contractAddress: string | null;
  readonly error: DeploymentError | null;
}

/** Writes the event that partners receive for a change. */
export function toDeploymentEvent(change: DeploymentChange): DeploymentWebhookEvent {
  return {
    id: change.eventId,
    version: 1,
    timestamp: change.at.toISOString(),
    organizationId: change.organizationId,
    correlationId: change.correlationId,
    type: `deployment.${change.state.toLowerCase() as Lowercase<DeploymentState>}`,
    data: {
      deploymentId: change.deploymentId,
      sequence: change.sequence,
      status: change.state,
      reasonCode: change.reason,
      message: change.message,
      network: change.networkId,
      tokenType: change.tokenType,
      reference: change.reference,
      issuer: change.issuer,
      transactionId: change.transactionId,
      block:
        change.block === null
          ? null
          : { number: change.block.number.toString(), hash: change.block.hash },
      assetId: change.assetId === null ? null : change.assetId.toString(),
      contractAddress: change.contractAddress,
      error: change.error,
    },
  };
}
