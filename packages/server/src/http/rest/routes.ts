import type { OperationPath } from '../../trpc/router.ts';

/** One operation as plain HTTP. Names in braces are fields of the input; the rest comes from the query or the body. */
export interface Route {
  readonly operation: OperationPath;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** Status of success. */
  readonly status: 200 | 201 | 202;
  /** Name of the input field that takes the whole body. @default its fields are fields of the input */
  readonly bodyAs?: string;
  /** The body is a multipart form with one file, which becomes the input's field `file`. */
  readonly upload?: true;
}

const auth = '/api/v1/auth';
const account = '/api/v1/account';
const keys = '/api/v1/api-keys';
const sessions = `${auth}/sessions`;
const members = '/api/v1/members';
const invitations = '/api/v1/invitations';
const secondFactor = `${auth}/second-factor`;
const token = '/api/v1/token/{tokenType}';
const status = '/api/v1/deployment-status';
const deployment = `${status}/{deploymentId}`;
const media = '/api/v1/media';
const webhooks = '/api/v1/webhooks';
const endpoint = `${webhooks}/{endpointId}`;

/** Every operation's place in plain HTTP; handlers, OpenAPI, 405 answers and the security tests derive from it. */
export const routes = [
  post('auth.register', `${auth}/register`),
  post('auth.login', `${auth}/login`),
  post('auth.refresh', `${auth}/refresh`),
  post('auth.logout', `${auth}/logout`),
  get('auth.profile', `${auth}/profile`),
  post('auth.changePassword', `${auth}/change-password`),
  post('auth.forgotPassword', `${auth}/forgot-password`),
  post('auth.resetPassword', `${auth}/reset-password`),
  post('auth.verifyEmail', `${auth}/verify-email`),
  post('auth.resendVerification', `${auth}/resend-verification`),
  post('auth.stepUp', `${auth}/step-up`),
  get('sessions.list', sessions),
  { ...post('sessions.revoke', `${sessions}/{sessionId}`), method: 'DELETE' },
  post('sessions.revokeAll', `${sessions}/revoke-all`),
  get('secondFactor.get', secondFactor),
  post('secondFactor.enrol', `${secondFactor}/enrol`),
  post('secondFactor.confirm', `${secondFactor}/confirm`),
  post('secondFactor.disable', `${secondFactor}/disable`),
  post('secondFactor.renewRecoveryCodes', `${secondFactor}/recovery-codes`),
  get('security.activity', '/api/v1/security/activity'),
  get('security.policy', '/api/v1/security/policy'),
  { ...post('security.setPolicy', '/api/v1/security/policy'), method: 'PATCH' },
  get('account.list', account),
  post('account.chooseIssuing', `${account}/issuing`),
  post('account.export', `${account}/export`),
  { ...post('account.importArc76', `${account}/import-arc76`), status: 201 },
  get('account.notifications', `${account}/notifications`),
  { ...post('account.updateNotifications', `${account}/notifications`), method: 'PATCH' },
  post('auth.switchOrganization', `${auth}/switch-organization`),
  get('organizations.list', '/api/v1/organizations'),
  { ...post('organizations.create', '/api/v1/organizations'), status: 201 },
  get('members.list', members),
  post('members.leave', `${members}/leave`),
  { ...post('members.changeRole', `${members}/{userId}`), method: 'PATCH' },
  { ...post('members.remove', `${members}/{userId}`), method: 'DELETE' },
  post('members.transferOwnership', `${members}/{userId}/transfer-ownership`),
  { ...post('invitations.create', invitations), status: 201 },
  get('invitations.list', invitations),
  post('invitations.accept', `${invitations}/accept`),
  post('invitations.resend', `${invitations}/{invitationId}/resend`),
  { ...post('invitations.revoke', `${invitations}/{invitationId}`), method: 'DELETE' },
  { ...post('apiKeys.create', keys), status: 201 },
  get('apiKeys.list', keys),
  { ...post('apiKeys.revoke', `${keys}/{apiKeyId}`), method: 'DELETE' },
  { ...post('tokens.issue', token), status: 202, bodyAs: 'body' },
  { ...post('tokens.validate', `${token}/validate`), bodyAs: 'body' },
  get('deployments.list', status),
  get('deployments.get', deployment),
  get('deployments.why', `${deployment}/why`),
  post('deployments.cancel', `${deployment}/cancel`),
  post('deployments.retry', `${deployment}/retry`),
  { ...post('media.upload', media), status: 201, upload: true },
  get('media.get', `${media}/{mediaId}`),
  { ...post('webhooks.create', webhooks), status: 201 },
  get('webhooks.list', webhooks),
  get('webhooks.get', endpoint),
  { ...post('webhooks.update', endpoint), method: 'PATCH' },
  { ...post('webhooks.delete', endpoint), method: 'DELETE' },
  post('webhooks.rotate', `${endpoint}/rotate`),
  post('webhooks.test', `${endpoint}/test`),
  get('webhooks.deliveries', `${endpoint}/deliveries`),
  post('webhooks.redeliver', `${endpoint}/redeliver`),
  get('events.list', '/api/v1/events'),
  get('networks.list', '/api/v1/networks'),
  get('capabilities.get', '/api/v1/capabilities'),
] as const satisfies readonly Route[];

function get<Operation extends OperationPath>(operation: Operation, path: string) {
  return { operation, method: 'GET', path, status: 200 } as const;
}

function post<Operation extends OperationPath>(operation: Operation, path: string) {
  return { operation, method: 'POST', path, status: 200 } as const;
}
