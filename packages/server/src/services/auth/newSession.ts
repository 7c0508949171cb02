import type { SessionAnswer } from '@biatec-tokens/core';
import type { Principal, RefreshToken, Session } from '../../ports/store/users.ts';
import type { RequestContext } from '../../trpc/context.ts';

/** How long a refresh token is good for, and with it a session that nobody refreshes: 7 days. */
export const refreshTokenMs = 7 * 24 * 60 * 60 * 1_000;

/** A session to be stored, with its first refresh token in both forms. */
export interface NewSession {
  readonly session: Session;
  readonly refreshToken: RefreshToken;
  /** What the client gets; only its hash is stored. */
  readonly refreshTokenText: string;
}

/** Makes the session that a sign-in or a registration opens. Stores nothing. */
export function newSession(
  { deps, ip, userAgent }: RequestContext,
  { user, organization }: Pick<Principal, 'user' | 'organization'>,
): NewSession {
  const createdAt = deps.clock.now();
  const expiresAt = new Date(createdAt.getTime() + refreshTokenMs);
  const id = deps.ids.next('session');
  const refreshTokenText = deps.accessTokens.newRefreshToken();
  return {
    session: {
      id,
      userId: user.id,
      organizationId: organization.id,
      createdAt,
      expiresAt,
      revokedAt: null,
      ip,
      userAgent,
    },
    refreshToken: {
      hash: deps.accessTokens.hashRefreshToken(refreshTokenText),
      sessionId: id,
      createdAt,
      expiresAt,
    },
    refreshTokenText,
  };
}

/** The answer of register, login and refresh, with a fresh access token. */
export async function answerSession(
  { deps }: RequestContext,
  principal: Principal,
  { sessionId, refreshToken }: { sessionId: string; refreshToken: string },
): Promise<SessionAnswer> {
  const { token, expiresInSeconds } = await deps.accessTokens.issue(principal, sessionId);
  return {
    success: true,
    userId: principal.user.id,
    email: principal.user.email,
    algorandAddress: principal.algorandAddress,
    evmAddress: principal.evmAddress,
    accessToken: token,
    refreshToken,
    expiresIn: expiresInSeconds,
    errorCode: null,
    errorMessage: null,
  };
}
