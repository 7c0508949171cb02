import type { Deps } from '../deps.ts';
import type { ApiKeyPrincipal } from '../ports/store/apiKeys.ts';
import type { Principal, Session } from '../ports/store/users.ts';

/** A signed-in user with the session of the request. */
type SessionPrincipal = Principal & { readonly session: Session; readonly apiKey: null };

/** Who asks: a person, or a program whose key stands for the member who made it. */
export type RequestPrincipal = SessionPrincipal | (ApiKeyPrincipal & { readonly session: null });

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
