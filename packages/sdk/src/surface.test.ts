import { expect, test } from 'vitest';
import * as sdk from './index.ts';

test('the package exports exactly this', () => {
  expect(Object.keys(sdk).toSorted()).toMatchInlineSnapshot(`
    [
      "AccountLockedError",
      "ApiError",
      "AuthenticationError",
      "BiatecTokensError",
      "ConflictError",
      "ConnectionError",
      "DeploymentCancelledError",
      "DeploymentFailedError",
      "IdempotencyError",
      "InsufficientFundsError",
      "NotFoundError",
      "PermissionError",
      "RateLimitError",
      "ServerError",
      "SubscriptionLimitError",
      "TimeoutError",
      "UnexpectedAnswerError",
      "ValidationError",
      "WebhookVerificationError",
      "createClient",
      "createWebhookHandler",
      "isApiError",
      "toNodeListener",
      "webhooks",
    ]
  `);
  expect(Object.keys(sdk.webhooks)).toEqual(['unwrap']);
});

test('the client has exactly these methods', () => {
  const client = sdk.createClient({ baseUrl: 'https://tokens.example.com' });

  const methods = Object.entries(client).flatMap(([noun, resource]) =>
    Object.keys(resource).map((verb) => `${noun}.${verb}`),
  );
  expect(methods.toSorted()).toMatchInlineSnapshot(`
    [
      "account.export",
      "account.notifications",
      "account.updateNotifications",
      "apiKeys.create",
      "apiKeys.list",
      "apiKeys.listAll",
      "apiKeys.revoke",
      "auth.changePassword",
      "auth.forgotPassword",
      "auth.login",
      "auth.logout",
      "auth.profile",
      "auth.refresh",
      "auth.register",
      "auth.resendVerification",
      "auth.resetPassword",
      "auth.verifyEmail",
      "capabilities.get",
      "deployments.cancel",
      "deployments.get",
      "deployments.list",
      "deployments.listAll",
      "deployments.retry",
      "deployments.wait",
      "deployments.watch",
      "deployments.why",
      "events.list",
      "events.stream",
      "media.get",
      "media.upload",
      "networks.list",
      "security.activity",
      "security.activityAll",
      "sessions.list",
      "sessions.listAll",
      "sessions.revoke",
      "sessions.revokeAll",
      "tokens.issue",
      "tokens.validate",
      "webhooks.create",
      "webhooks.delete",
      "webhooks.deliveries",
      "webhooks.get",
      "webhooks.list",
      "webhooks.listAll",
      "webhooks.redeliver",
      "webhooks.rotate",
      "webhooks.test",
      "webhooks.unwrap",
      "webhooks.update",
    ]
  `);
});
