/**
 * Proves at compile time that the types of this package are those of the server's router, both ways.
 *
 * A field that the server adds, drops or changes breaks `tsc -b` here until the package says the same.
 */
import type { TokenRequests } from '@biatec-tokens/core';
import type { AppRouter } from '@biatec-tokens/server';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type * as sdk from './index.ts';

type Inputs = inferRouterInputs<AppRouter>;
type Outputs = inferRouterOutputs<AppRouter>;

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Fails to compile, naming the position, when one of them is false. */
type Expect<Holds extends readonly true[]> = Holds;

/** One flat object type, however it was put together. */
type Flat<T> = T extends object ? { [Key in keyof T]: Flat<T[Key]> } : T;
type Same<A, B> = Equal<Flat<A>, Flat<B>>;

/** Input of a list: over HTTP a limit is text, so the server takes anything that reads as a number. */
type WithLimit<T> = Omit<T, 'limit'> & { limit?: number | undefined };
type WithoutId<T> = Omit<T, 'endpointId'>;
/** Inputs of operations whose every field is optional may be left out. */
type Given<T> = Exclude<T, void | undefined>;

export type Requests = Expect<
  [
    Same<sdk.RegisterRequest, Inputs['auth']['register']>,
    Same<sdk.LoginRequest, Inputs['auth']['login']>,
    Same<sdk.ChangePasswordRequest, Inputs['auth']['changePassword']>,
    Same<sdk.ForgotPasswordRequest, Inputs['auth']['forgotPassword']>,
    Same<sdk.ResetPasswordRequest, Inputs['auth']['resetPassword']>,
    Same<sdk.VerifyEmailRequest, Inputs['auth']['verifyEmail']>,
    Same<sdk.UpdateNotificationsRequest, Inputs['account']['updateNotifications']>,
    Same<sdk.PageRequest, WithLimit<Given<Inputs['sessions']['list']>>>,
    Same<{ sessionId: string }, Inputs['sessions']['revoke']>,
    Same<sdk.RevokeSessionsRequest, Given<Inputs['sessions']['revokeAll']>>,
    Same<sdk.PageRequest, WithLimit<Given<Inputs['security']['activity']>>>,
    Same<sdk.SwitchOrganizationRequest, Inputs['auth']['switchOrganization']>,
    Same<sdk.CreateOrganizationRequest, Inputs['organizations']['create']>,
    Same<sdk.PageRequest, WithLimit<Given<Inputs['members']['list']>>>,
    Same<
      { userId: string; role: sdk.AssignableRole } & sdk.StepUpProof,
      Inputs['members']['changeRole']
    >,
    Same<{ userId: string } & sdk.StepUpProof, Inputs['members']['remove']>,
    Same<{ userId: string } & sdk.StepUpProof, Inputs['members']['transferOwnership']>,
    Same<sdk.CreateInvitationRequest, Inputs['invitations']['create']>,
    Same<sdk.AcceptInvitationRequest, Inputs['invitations']['accept']>,
    Same<sdk.PageRequest, WithLimit<Given<Inputs['invitations']['list']>>>,
    Same<{ invitationId: string } & sdk.StepUpProof, Inputs['invitations']['resend']>,
    Same<{ invitationId: string }, Inputs['invitations']['revoke']>,
    Same<sdk.StepUpRequest, Inputs['auth']['stepUp']>,
    Same<sdk.StepUpProof, Given<Inputs['secondFactor']['enrol']>>,
    Same<sdk.ConfirmSecondFactorRequest, Inputs['secondFactor']['confirm']>,
    Same<sdk.StepUpProof, Given<Inputs['secondFactor']['disable']>>,
    Same<sdk.StepUpProof, Given<Inputs['secondFactor']['renewRecoveryCodes']>>,
    Same<sdk.SetSecurityPolicyRequest, Inputs['security']['setPolicy']>,
    Same<sdk.ExportAccountRequest, Given<Inputs['account']['export']>>,
    Same<sdk.ImportArc76Request, Inputs['account']['importArc76']>,
    Same<{ accountId: string } & sdk.StepUpProof, Inputs['account']['chooseIssuing']>,
    Same<sdk.CreateApiKeyRequest, Inputs['apiKeys']['create']>,
    Same<sdk.PageRequest, WithLimit<Given<Inputs['apiKeys']['list']>>>,
    Same<{ apiKeyId: string }, Inputs['apiKeys']['revoke']>,
    Same<Pick<sdk.SessionTokens, 'refreshToken'>, Inputs['auth']['refresh']>,
    Same<
      { [Type in sdk.TokenType]: { tokenType: Type; body: TokenRequests[Type] } }[sdk.TokenType],
      Inputs['tokens']['issue']
    >,
    Same<Inputs['tokens']['validate'], Inputs['tokens']['issue']>,
    Same<sdk.ListDeploymentsRequest, WithLimit<Given<Inputs['deployments']['list']>>>,
    Same<{ deploymentId: string }, Inputs['deployments']['get']>,
    Same<{ deploymentId: string }, Inputs['deployments']['why']>,
    Same<{ deploymentId: string }, Inputs['deployments']['cancel']>,
    Same<{ deploymentId: string }, Inputs['deployments']['retry']>,
    Same<{ mediaId: string }, Inputs['media']['get']>,
    Same<sdk.CreateEndpointRequest, Inputs['webhooks']['create']>,
    Same<sdk.UpdateEndpointRequest, WithoutId<Inputs['webhooks']['update']>>,
    Same<sdk.PageRequest, WithLimit<Given<Inputs['webhooks']['list']>>>,
    Same<sdk.ListDeliveriesRequest, WithLimit<WithoutId<Inputs['webhooks']['deliveries']>>>,
    Same<sdk.RedeliverRequest, WithoutId<Inputs['webhooks']['redeliver']>>,
    Same<{ endpointId: string }, Inputs['webhooks']['get']>,
    Same<{ endpointId: string }, Inputs['webhooks']['delete']>,
    Same<{ endpointId: string }, Inputs['webhooks']['rotate']>,
    Same<{ endpointId: string }, Inputs['webhooks']['test']>,
    Same<sdk.ListEventsRequest, WithLimit<Given<Inputs['events']['list']>>>,
  ]
>;

export type Answers = Expect<
  [
    Same<sdk.Session, Outputs['auth']['register']>,
    Same<sdk.Session, Outputs['auth']['login']>,
    Same<sdk.Session, Outputs['auth']['refresh']>,
    Same<sdk.Done, Outputs['auth']['logout']>,
    Same<sdk.Profile, Outputs['auth']['profile']>,
    Same<sdk.Session, Outputs['auth']['changePassword']>,
    Same<sdk.Done, Outputs['auth']['forgotPassword']>,
    Same<sdk.Done, Outputs['auth']['resetPassword']>,
    Same<sdk.Done, Outputs['auth']['verifyEmail']>,
    Same<sdk.Done, Outputs['auth']['resendVerification']>,
    Same<sdk.Notifications, Outputs['account']['notifications']>,
    Same<sdk.Notifications, Outputs['account']['updateNotifications']>,
    Same<sdk.Page<sdk.ActiveSession>, Outputs['sessions']['list']>,
    Same<sdk.Done, Outputs['sessions']['revoke']>,
    Same<sdk.RevokedSessions, Outputs['sessions']['revokeAll']>,
    Same<sdk.Page<sdk.SecurityActivity>, Outputs['security']['activity']>,
    Same<sdk.StepUp, Outputs['auth']['stepUp']>,
    Same<sdk.SecondFactor, Outputs['secondFactor']['get']>,
    Same<sdk.EnrolledSecondFactor, Outputs['secondFactor']['enrol']>,
    Same<sdk.RecoveryCodes, Outputs['secondFactor']['confirm']>,
    Same<sdk.Done, Outputs['secondFactor']['disable']>,
    Same<sdk.RecoveryCodes, Outputs['secondFactor']['renewRecoveryCodes']>,
    Same<sdk.SecurityPolicy, Outputs['security']['policy']>,
    Same<sdk.SecurityPolicy, Outputs['security']['setPolicy']>,
    Same<sdk.ExportedAccount, Outputs['account']['export']>,
    Same<sdk.ImportedAccount, Outputs['account']['importArc76']>,
    Same<sdk.AccountList, Outputs['account']['list']>,
    Same<sdk.AccountAnswer, Outputs['account']['chooseIssuing']>,
    Same<sdk.Session, Outputs['auth']['switchOrganization']>,
    Same<sdk.OrganizationAnswer, Outputs['organizations']['create']>,
    Same<sdk.OrganizationList, Outputs['organizations']['list']>,
    Same<sdk.Page<sdk.Member>, Outputs['members']['list']>,
    Same<sdk.MemberAnswer, Outputs['members']['changeRole']>,
    Same<sdk.Done, Outputs['members']['remove']>,
    Same<sdk.Done, Outputs['members']['leave']>,
    Same<sdk.MemberAnswer, Outputs['members']['transferOwnership']>,
    Same<sdk.InvitationAnswer, Outputs['invitations']['create']>,
    Same<sdk.InvitationAnswer, Outputs['invitations']['resend']>,
    Same<sdk.InvitationAnswer, Outputs['invitations']['revoke']>,
    Same<sdk.Page<sdk.Invitation>, Outputs['invitations']['list']>,
    Same<sdk.Session, Outputs['invitations']['accept']>,
    Same<sdk.CreatedApiKey, Outputs['apiKeys']['create']>,
    Same<sdk.Page<sdk.ApiKey>, Outputs['apiKeys']['list']>,
    Same<sdk.ApiKeyAnswer, Outputs['apiKeys']['revoke']>,
    Same<sdk.AcceptedDeployment, Outputs['tokens']['issue']>,
    Same<sdk.ValidatedToken, Outputs['tokens']['validate']>,
    Same<sdk.Deployment, Outputs['deployments']['get']>,
    Same<sdk.Page<sdk.DeploymentSummary>, Outputs['deployments']['list']>,
    Same<sdk.Why, Outputs['deployments']['why']>,
    Same<sdk.Deployment, Outputs['deployments']['cancel']>,
    Same<sdk.Deployment, Outputs['deployments']['retry']>,
    Same<sdk.Media, Outputs['media']['upload']>,
    Same<sdk.Media, Outputs['media']['get']>,
    Same<sdk.WebhookEndpointWithSecret, Outputs['webhooks']['create']>,
    Same<sdk.WebhookEndpointWithSecret, Outputs['webhooks']['rotate']>,
    Same<sdk.WebhookEndpointAnswer, Outputs['webhooks']['get']>,
    Same<sdk.WebhookEndpointAnswer, Outputs['webhooks']['update']>,
    Same<sdk.Page<sdk.WebhookEndpoint>, Outputs['webhooks']['list']>,
    Same<sdk.Done, Outputs['webhooks']['delete']>,
    Same<sdk.TestDelivery, Outputs['webhooks']['test']>,
    Same<sdk.Page<sdk.WebhookDelivery>, Outputs['webhooks']['deliveries']>,
    Same<sdk.Redelivered, Outputs['webhooks']['redeliver']>,
    Same<sdk.EventPage, Outputs['events']['list']>,
    Same<sdk.NetworkList, Outputs['networks']['list']>,
    Same<sdk.Capabilities, Outputs['capabilities']['get']>,
  ]
>;

/** Every operation of the server is a method here. */
type Missing = {
  [Noun in keyof Outputs]: Noun extends keyof sdk.BiatecTokensClient
    ? Exclude<keyof Outputs[Noun], keyof sdk.BiatecTokensClient[Noun]>
    : Noun;
}[keyof Outputs];

export type Complete = Expect<[Equal<Missing, never>]>;

/** Whoever passes one part of the client on has a name for its type. */
interface Parts {
  readonly auth: sdk.AuthResource;
  readonly sessions: sdk.SessionsResource;
  readonly secondFactor: sdk.SecondFactorResource;
  readonly security: sdk.SecurityResource;
  readonly account: sdk.AccountResource;
  readonly apiKeys: sdk.ApiKeysResource;
  readonly organizations: sdk.OrganizationsResource;
  readonly members: sdk.MembersResource;
  readonly invitations: sdk.InvitationsResource;
  readonly tokens: sdk.TokensResource;
  readonly deployments: sdk.DeploymentsResource;
  readonly media: sdk.MediaResource;
  readonly webhooks: sdk.WebhooksResource;
  readonly events: sdk.EventsResource;
  readonly networks: sdk.NetworksResource;
  readonly capabilities: sdk.CapabilitiesResource;
}

export type Named = Expect<
  [
    Equal<
      { [Part in keyof Parts]: Parts[Part] },
      { [Part in keyof sdk.BiatecTokensClient]: sdk.BiatecTokensClient[Part] }
    >,
  ]
>;
