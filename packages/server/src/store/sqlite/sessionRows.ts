import { and, eq, gt, isNull } from 'drizzle-orm';
import type { RefreshToken, Session as UserSession } from '../../ports/store/index.ts';
import { refreshTokens, sessions } from './schema.ts';
import { prepareInsert, type Session } from './session.ts';

/** Sessions of users opened and ended within other changes. */
export interface SessionRows {
  insert(session: UserSession, refreshToken: RefreshToken): void;
  /** @returns false when the user has no such session that is neither revoked nor expired: then nothing is changed. */
  end(sessionId: string, userId: string, now: Date): boolean;
}

export function createSessionRows({ db }: Session): SessionRows {
  const insertSession = prepareInsert(db, sessions);
  const insertRefreshToken = prepareInsert(db, refreshTokens);

  return {
    insert(
      { id, userId, organizationId, createdAt, expiresAt, revokedAt, ip, userAgent },
      refreshToken,
    ) {
      insertSession({
        id,
        userId,
        organizationId,
        createdAt,
        expiresAt,
        revokedAt,
        ip,
        userAgent,
        lastUsedAt: createdAt,
        steppedUpAt: null,
      });
      insertRefreshToken({ ...refreshToken, childHash: null, exchangedAt: null });
    },

    end(sessionId, userId, now) {
      const { changes } = db
        .update(sessions)
        .set({ revokedAt: now })
        .where(
          and(
            eq(sessions.id, sessionId),
            eq(sessions.userId, userId),
            isNull(sessions.revokedAt),
            gt(sessions.expiresAt, now),
          ),
        )
        .run();
      return changes > 0;
    },
  };
}
