import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Deps } from '../deps.ts';
import type { Mailbox } from '../mail/createMailbox.ts';
import type { RequestPrincipal } from '../trpc/context.ts';
import type { RateLimits } from '../services/limits/createLimiter.ts';
import type { HealthReport } from './health.ts';

/** What every handler finds in its context. */
export interface HttpEnv {
  /** Empty when a request is made in process, as tests do. */
  Bindings: Partial<HttpBindings>;
  Variables: {
    correlationId: string;
    ip: string | null;
    /** Headers every answer of this request carries. */
    headers: Record<string, string>;
    /** Who asks, found once per request on demand. */
    authenticate?: () => Promise<RequestPrincipal>;
  };
}

export type HttpContext = Context<HttpEnv>;

export interface HttpSettings {
  /** Origins whose pages may call the API. */
  readonly corsOrigins: readonly string[];
  /** Addresses or networks (`10.0.0.0/8`) of proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  readonly bodyBytesMax: number;
  /** Whether other machines may read the mailbox of a development server. */
  readonly mailboxAllowRemote: boolean;
  /** Null: requests are not counted. */
  readonly rateLimits: RateLimits | null;
}

/** What the HTTP side needs beyond what operations use. */
export interface AppDeps extends Deps {
  readonly http: HttpSettings;
  /** Finds who sent the header Authorization. @throws {AppError} UNAUTHORIZED and its kin */
  readonly authenticate: (authorization: string | undefined) => Promise<RequestPrincipal>;
  /** Where mails go in development; null: there is none. */
  readonly mailbox: Mailbox | null;
  readonly health: () => Promise<HealthReport>;
  /** Aborted when the server stops: streams end. */
  readonly stopping: AbortSignal;
}
