import { createCredentials, type Credentials } from './internal/credentials.ts';
import { platform, type Runtime } from './internal/runtime.ts';
import { createTransport } from './internal/transport.ts';
import { createAccount, type AccountResource } from './resources/account.ts';
import { createApiKeys, type ApiKeysResource } from './resources/apiKeys.ts';
import { createAuth, type AuthResource } from './resources/auth.ts';
import { createCapabilities, type CapabilitiesResource } from './resources/capabilities.ts';
import { createDeployments, type DeploymentsResource } from './resources/deployments.ts';
import { createEvents, type EventsResource } from './resources/events.ts';
import { createInvitations, type InvitationsResource } from './resources/invitations.ts';
import { createMedia, type MediaResource } from './resources/media.ts';
import { createMembers, type MembersResource } from './resources/members.ts';
import { createNetworks, type NetworksResource } from './resources/networks.ts';
import { createSecondFactor, type SecondFactorResource } from './resources/secondFactor.ts';
import { createSecurity, type SecurityResource } from './resources/security.ts';
import { createSessions, type SessionsResource } from './resources/sessions.ts';
import { createOrganizations, type OrganizationsResource } from './resources/organizations.ts';
import { createTokens, type TokensResource } from './resources/tokens.ts';
import { createWebhooks, type WebhooksResource } from './resources/webhooks.ts';
import type { Session, SessionTokens } from './types/session.ts';

const timeoutMsDefault = 30_000;
const retriesDefault = 3;
/** So short that a repetition comes within the ten seconds in which the server gives the same session again. */
const refreshTimeoutMs = 4_000;

/** What a client is made of. */
export interface ClientOptions {
  /** Where the server is: `https://tokens.example.com`. A path is kept. */
  readonly baseUrl: string | URL;
  /** A session from an earlier sign-in. @default none: call `auth.login` or `auth.register` */
  readonly session?: SessionTokens | undefined;
  /** `btk_live_…`, for programs; a session goes before it. @default none */
  readonly apiKey?: string | undefined;
  /** Called after every change of the session, to store it; null when it ended. Awaited. @default nothing */
  readonly onSession?: ((session: Session | null) => void | Promise<void>) | undefined;
  /** @default the platform's */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Time for each try of a call, in ms. @default 30_000 */
  readonly timeoutMs?: number | undefined;
  /** Repetitions of a call after a failure that may pass. @default 3 */
  readonly retries?: number | undefined;
}

/** Everything the server does, by noun. */
export interface BiatecTokensClient {
  readonly auth: AuthResource;
  readonly sessions: SessionsResource;
  readonly secondFactor: SecondFactorResource;
  readonly security: SecurityResource;
  readonly account: AccountResource;
  readonly apiKeys: ApiKeysResource;
  readonly organizations: OrganizationsResource;
  readonly members: MembersResource;
  readonly invitations: InvitationsResource;
  readonly tokens: TokensResource;
  readonly deployments: DeploymentsResource;
  readonly media: MediaResource;
  readonly webhooks: WebhooksResource;
  readonly events: EventsResource;
  readonly networks: NetworksResource;
  readonly capabilities: CapabilitiesResource;
}

/**
 * Makes a client of a BiatecTokens server.
 *
 * It renews the session when the access token expires, and repeats what failed on the way with the same idempotency key.
 *
 * @param options - Where the server is, and how to prove who asks.
 * @returns The client.
 * @throws {TypeError} If `baseUrl` is no http or https URL, or a key or token cannot stand in a header.
 * @example
 * const client = createClient({ baseUrl: 'https://tokens.example.com' });
 * await client.auth.login({ email, password });
 */
export function createClient(options: ClientOptions): BiatecTokensClient {
  const { fetch } = options;
  return createClientIn(fetch === undefined ? platform : { ...platform, fetch }, options);
}

/** {@link createClient} in given surroundings. Not exported from the package. */
export function createClientIn(runtime: Runtime, options: ClientOptions): BiatecTokensClient {
  const { timeoutMs = timeoutMsDefault, retries = retriesDefault } = options;
  requireVisible('apiKey', options.apiKey);
  requireVisible('session.accessToken', options.session?.accessToken);
  const transport = createTransport({
    baseUrl: parseBaseUrl(options.baseUrl),
    timeoutMs,
    retries,
    runtime,
    credentials: () => credentials,
  });
  const credentials: Credentials = createCredentials({
    session: options.session,
    apiKey: options.apiKey,
    onSession: options.onSession,
    buy: (refreshToken) =>
      transport.send(
        {
          name: 'refresh the session',
          kind: 'open',
          method: 'POST',
          path: 'api/v1/auth/refresh',
          body: { refreshToken },
        },
        { timeoutMs: Math.min(timeoutMs, refreshTimeoutMs) },
      ),
  });
  return {
    auth: createAuth(transport, credentials),
    sessions: createSessions(transport, credentials),
    secondFactor: createSecondFactor(transport),
    security: createSecurity(transport),
    account: createAccount(transport),
    apiKeys: createApiKeys(transport),
    organizations: createOrganizations(transport),
    members: createMembers(transport, credentials),
    invitations: createInvitations(transport, credentials),
    tokens: createTokens(transport),
    deployments: createDeployments(transport, runtime),
    media: createMedia(transport),
    webhooks: createWebhooks(transport),
    events: createEvents(transport, runtime),
    networks: createNetworks(transport),
    capabilities: createCapabilities(transport),
  };
}

function parseBaseUrl(text: string | URL): URL {
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new TypeError(`Cannot use base URL "${url.protocol}…": should start with "https://"`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new TypeError('Cannot use base URL: it should hold no user name and no password');
  }
  url.search = '';
  url.hash = '';
  // Paths are resolved against it, and would replace a last part that no slash follows.
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

/** Refused here, because the platform's own words would quote it. */
function requireVisible(name: string, secret: string | undefined): void {
  if (secret !== undefined && !/^[!-~]+$/.test(secret)) {
    throw new TypeError(`Cannot use ${name}: should have visible ASCII characters only`);
  }
}
