/** TypeScript client of BiatecTokens: issue tokens without a wallet, follow each one, receive webhooks. */
export { createClient, type BiatecTokensClient, type ClientOptions } from './createClient.ts';

export { ApiError, isApiError, type ApiErrorCode } from './errors/apiError.ts';
export { BiatecTokensError } from './errors/biatecTokensError.ts';
export { ConnectionError, TimeoutError, UnexpectedAnswerError } from './errors/connectionErrors.ts';
export { DeploymentCancelledError, DeploymentFailedError } from './errors/deploymentErrors.ts';
export {
  AccountLockedError,
  AuthenticationError,
  ConflictError,
  IdempotencyError,
  InsufficientFundsError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
  SubscriptionLimitError,
  ValidationError,
} from './errors/refusals.ts';
export {
  WebhookVerificationError,
  type WebhookVerificationCode,
} from './errors/webhookVerificationError.ts';

export * as webhooks from './webhooks/index.ts';
export {
  createWebhookHandler,
  type WebhookHandler,
  type WebhookHandlerOptions,
} from './webhooks/createWebhookHandler.ts';
export { toNodeListener, type NodeRequest, type NodeResponse } from './webhooks/toNodeListener.ts';
export type { UnwrapOptions } from './webhooks/unwrap.ts';
export type {
  WebhookBody,
  WebhookHeaderFields,
  WebhookHeaderGetter,
  WebhookHeaders,
} from './webhooks/verifySignature.ts';

export type { AccountResource } from './resources/account.ts';
export type { ApiKeysResource } from './resources/apiKeys.ts';
export type { AuthResource } from './resources/auth.ts';
export type { CapabilitiesResource } from './resources/capabilities.ts';
export type { DeploymentsResource } from './resources/deployments.ts';
export type { EventsResource, StreamEventsOptions } from './resources/events.ts';
export type { InvitationsResource } from './resources/invitations.ts';
export type { MediaResource } from './resources/media.ts';
export type { MembersResource } from './resources/members.ts';
export type { NetworksResource } from './resources/networks.ts';
export type { SecondFactorResource } from './resources/secondFactor.ts';
export type { SecurityResource } from './resources/security.ts';
export type { SessionsResource } from './resources/sessions.ts';
export type { OrganizationsResource } from './resources/organizations.ts';
export type { TokensResource } from './resources/tokens.ts';
export type { WebhooksResource } from './resources/webhooks.ts';
export type { WaitOptions, WaitState } from './polling/waitForDeployment.ts';
export type { WatchOptions } from './polling/watchDeployment.ts';

export type * from './types/capabilities.ts';
export type * from './types/deployment.ts';
export type * from './types/account.ts';
export type * from './types/apiKey.ts';
export type * from './types/invitation.ts';
export type * from './types/media.ts';
export type * from './types/network.ts';
export type * from './types/options.ts';
export type * from './types/organization.ts';
export type * from './types/page.ts';
export type * from './types/plan.ts';
export type * from './types/security.ts';
export type * from './types/session.ts';
export type * from './types/webhook.ts';

export type {
  Arc1400Request,
  Arc200MintableRequest,
  Arc200PremintedRequest,
  Arc3FnftRequest,
  Arc3FtRequest,
  Arc3Metadata,
  Arc3NftRequest,
  AsaFnftRequest,
  AsaFtRequest,
  AsaNftRequest,
  DeploymentState,
  Erc20MintableRequest,
  Erc20PremintedRequest,
  ErrorCode,
  Feature,
  NetworkId,
  NetworkName,
  PlanWarningCode,
  Problem,
  ReasonCode,
  TokenDocument,
  TokenProtocol,
  TokenRequests,
  TokenType,
} from '@biatec-tokens/core';
