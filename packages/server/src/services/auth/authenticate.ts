import { AppError } from '@biatec-tokens/core';
import type { Deps } from '../../deps.ts';
import type { RequestPrincipal } from '../../trpc/context.ts';
import { invalidAccessToken } from './accessTokens.ts';
import { hashApiKey, isApiKey, looksLikeApiKey } from './apiKeys.ts';
import { createTouchSessions } from './touchSessions.ts';

export type AuthenticateDeps = Pick<Deps, 'accessTokens' | 'clock' | 'log'> & {
  readonly store: Pick<
    Deps['store'],
    'findPrincipal' | 'findApiKeyPrincipal' | 'noteApiKeyUse' | 'touchSession'
  >;
};

/** How exactly the last use of a key is known. */
const lastUsedMs = 60_000;

/**
 * Finds out who an access token or an API key stands for.
 *
 * Asks the store each time, so that a logout, a revoked key or a new role counts at once.
 */
export function createAuthenticate(deps: AuthenticateDeps) {
  const { accessTokens, clock, log, store } = deps;
  const touchSession = createTouchSessions(deps);
  return async (bearer: string | null | undefined): Promise<RequestPrincipal> => {
    if (bearer === null || bearer === undefined || bearer === '') {
      throw invalidAccessToken();
    }
    return looksLikeApiKey(bearer) ? ofApiKey(bearer) : ofAccessToken(bearer);
  };

  async function ofAccessToken(accessToken: string): Promise<RequestPrincipal> {
    const claims = await accessTokens.verify(accessToken);
    const principal = await store.findPrincipal(claims.sessionId, clock.now());
    // Who sends the token of a session that ended learns no more than who forged it.
    if (
      principal === undefined ||
      principal.user.id !== claims.userId ||
      principal.organization.id !== claims.organizationId
    ) {
      throw invalidAccessToken();
    }
    touchSession(principal);
    return { ...principal, apiKey: null };
  }

  async function ofApiKey(text: string): Promise<RequestPrincipal> {
    if (!isApiKey(text)) throw invalidApiKey('it is mistyped: its checksum does not fit');
    const now = clock.now();
    const principal = await store.findApiKeyPrincipal(hashApiKey(text), now);
    if (principal === undefined) {
      throw invalidApiKey('it is unknown, revoked or expired, or its maker is no member any more');
    }
    const { id, lastUsedAt } = principal.apiKey;
    if (lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= lastUsedMs) {
      try {
        await store.noteApiKeyUse(id, now);
      } catch (err) {
        // Nobody is kept waiting for a database that only this note could not be written to.
        log.warn({ err, apiKeyId: id }, 'last use of an API key not noted');
      }
    }
    return { ...principal, session: null };
  }
}

/** Whom a request came from, as they are now; undefined once the session or the key has ended. */
export async function findAgain(
  store: Pick<Deps['store'], 'findPrincipal' | 'findApiKeyPrincipal'>,
  { session, apiKey }: RequestPrincipal,
  now: Date,
): Promise<RequestPrincipal | undefined> {
  if (apiKey === null) {
    const found = await store.findPrincipal(session.id, now);
    return found && { ...found, apiKey: null };
  }
  const found = await store.findApiKeyPrincipal(apiKey.hash, now);
  return found && { ...found, session: null };
}

function invalidApiKey(reason: string): AppError {
  return new AppError({
    code: 'API_KEY_INVALID',
    message: `Cannot authenticate with this API key: ${reason}`,
  });
}
