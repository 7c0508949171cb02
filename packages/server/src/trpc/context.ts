import type { Deps } from '../deps.ts';
import type { ApiKeyPrincipal } from '../ports/store/apiKeys.ts';
import type { SessionPrincipal } from '../ports/store/users.ts';

/** A signed-in user with the session of the request. */
export type SignedIn = SessionPrincipal & { readonly apiKey: null };

/** Who asks: a person, or a program whose key stands for the member who made it. */
export type RequestPrincipal = SignedIn | (ApiKeyPrincipal & { readonly session: null });

/** One request, whichever way it came in. */
export interface RequestContext {
  readonly deps: Deps;
  readonly correlationId: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
  /** From the header Idempotency-Key, not yet checked. */
  readonly idempotencyKey: string | null;
  /** Who asks, found once per request on demand. @throws {AppError} UNAUTHORIZED and its kin */
  readonly authenticate: () => Promise<RequestPrincipal>;
  /** Headers to set on the answer. */
  readonly answerHeaders: Map<string, string>;
}
