import { AppError } from '@biatec-tokens/core';
import type { Deps } from '../../deps.ts';
import type { RequestPrincipal } from '../../trpc/context.ts';

export type AuthenticateDeps = Pick<Deps, 'accessTokens' | 'clock'> & {
  readonly store: Pick<Deps['store'], 'findPrincipal'>;
};

/** Finds out who an access token stands for. Asks the store each time, so that a logout or a new role counts at once. */
export function createAuthenticate({ accessTokens, clock, store }: AuthenticateDeps) {
  return async (accessToken: string | null | undefined): Promise<RequestPrincipal> => {
    if (accessToken === null || accessToken === undefined || accessToken === '') {
      throw new AppError({
        code: 'UNAUTHORIZED',
        message: 'Cannot authenticate: the request carries no access token',
      });
    }
    const claims = await accessTokens.verify(accessToken);
    const principal = await store.findPrincipal(claims.sessionId, clock.now());
    if (principal === undefined) {
      throw new AppError({
        code: 'SESSION_REVOKED',
        message: 'Cannot authenticate: the session of the access token has ended',
      });
    }
    if (
      principal.user.id !== claims.userId ||
      principal.organization.id !== claims.organizationId
    ) {
      throw new AppError({
        code: 'UNAUTHORIZED',
        message: 'Cannot authenticate: the access token is not valid',
      });
    }
    return principal;
  };
}
