import { AppError, refreshRequest, sessionAnswer } from '@biatec-tokens/core';
import type { Rotation } from '../../ports/store/users.ts';
import { auditOf } from '../../services/auth/authAudit.ts';
import { answerSession, refreshTokenMs } from '../../services/auth/newSession.ts';
import { publicProcedure } from '../../trpc/init.ts';

/** For how long the last exchanged token gives the same child again, to a client that failed to save it. */
const graceMs = 10_000;

/** Exchanges a refresh token for its child and a fresh access token. */
export const refresh = publicProcedure
  .meta({ summary: 'Exchange a refresh token for new tokens', permission: 'anyone' })
  .input(refreshRequest)
  .output(sessionAnswer)
  .mutation(async ({ ctx, input }) => {
    const { accessTokens, clock, store } = ctx.deps;
    const children = accessTokens.childRefreshTokens(input.refreshToken);
    const [childHash = '', ...otherChildHashes] = children.map(accessTokens.hashRefreshToken);
    const now = clock.now();
    const rotation = await store.rotateRefreshToken({
      presentedHash: accessTokens.hashRefreshToken(input.refreshToken),
      childHash,
      otherChildHashes,
      childExpiresAt: new Date(now.getTime() + refreshTokenMs),
      graceMs,
      now,
      // The store fills in whose session it was and what became of the token.
      audit: auditOf(ctx, { action: 'auth.refresh' }),
    });
    if (rotation.outcome !== 'rotated' && rotation.outcome !== 'repeated')
      throw refused(rotation.outcome);

    const principal = await store.findPrincipal(rotation.sessionId, now);
    // The session was ended, or its user deactivated, since the token was exchanged.
    if (principal === undefined) throw refused('revoked');
    const known = [childHash, ...otherChildHashes].indexOf(rotation.childHash ?? childHash);
    return answerSession(ctx, principal, {
      sessionId: principal.session.id,
      refreshToken: children[known] ?? children[0],
    });
  });

type Refusal = Exclude<Rotation['outcome'], 'rotated' | 'repeated'>;

const reasons: Record<Refusal, string> = {
  reused: 'the refresh token was exchanged before, so its session was ended',
  unknown: 'the refresh token is unknown',
  expired: 'the refresh token has expired',
  revoked: 'its session was ended',
};

function refused(outcome: Refusal): AppError {
  return new AppError({
    code: outcome === 'reused' ? 'REFRESH_TOKEN_REUSED' : 'INVALID_REFRESH_TOKEN',
    message: `Cannot refresh: ${reasons[outcome]}`,
  });
}
