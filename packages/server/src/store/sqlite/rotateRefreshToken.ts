import { eq, sql } from 'drizzle-orm';
import type { AuditEntry, Rotation, UserStore } from '../../ports/store/index.ts';
import type { AppendAudit } from './audit.ts';
import { refreshTokens, sessions } from './schema.ts';
import { prepareInsert, type Session } from './session.ts';

type Stored = typeof refreshTokens.$inferSelect;
type Family = typeof sessions.$inferSelect;
type Rotate = UserStore['rotateRefreshToken'];

/** Why a token was not exchanged, as the audit trail names it. */
const refusals = {
  reused: 'REFRESH_TOKEN_REUSED',
  unknown: 'INVALID_REFRESH_TOKEN',
  expired: 'INVALID_REFRESH_TOKEN',
  revoked: 'INVALID_REFRESH_TOKEN',
} as const;

export function createRotateRefreshToken({ db, write }: Session, appendAudit: AppendAudit): Rotate {
  const insertRefreshToken = prepareInsert(db, refreshTokens);
  const byHash = db
    .select({ token: refreshTokens, family: sessions })
    .from(refreshTokens)
    .innerJoin(sessions, eq(sessions.id, refreshTokens.sessionId))
    .where(eq(refreshTokens.hash, sql.placeholder('hash')))
    .prepare();

  return (rotation) =>
    write(() => {
      const found = byHash.get({ hash: rotation.presentedHash });
      const outcome = found === undefined ? 'unknown' : judge(found.token, found.family, rotation);
      appendAudit(describe(rotation.audit, outcome, found?.family));
      if (found === undefined || outcome === 'unknown') return { outcome: 'unknown' };
      const sessionId = found.family.id;
      if (outcome === 'rotated') exchange(found.token, found.family, rotation);
      if (outcome === 'reused') revoke(sessionId, rotation.now);
      if (outcome === 'expired' || outcome === 'revoked') return { outcome };
      const madeBefore = found.token.childHash ?? rotation.childHash;
      return outcome === 'repeated' && madeBefore !== rotation.childHash
        ? { outcome, sessionId, childHash: madeBefore }
        : { outcome, sessionId };
    });

  function judge(token: Stored, family: Family, rotation: Parameters<Rotate>[0]) {
    const { now, childHash, otherChildHashes = [], graceMs } = rotation;
    if (family.revokedAt !== null) return 'revoked';
    if (token.exchangedAt !== null) {
      const age = now.getTime() - token.exchangedAt.getTime();
      // The parent of the live token may come again: its client did not get to save the answer. Once the child was
      // exchanged too, somebody had saved it, and whoever sends the parent is somebody else.
      const isChild = [childHash, ...otherChildHashes].includes(token.childHash ?? '');
      const isLostAnswer = age < graceMs && isChild && isLive(token.childHash ?? '');
      return isLostAnswer ? 'repeated' : 'reused';
    }
    return token.expiresAt <= now || family.expiresAt <= now ? 'expired' : 'rotated';
  }

  function isLive(hash: string): boolean {
    return byHash.get({ hash })?.token.exchangedAt === null;
  }

  function exchange(token: Stored, family: Family, rotation: Parameters<Rotate>[0]): void {
    const { childHash, childExpiresAt, now } = rotation;
    insertRefreshToken({
      hash: childHash,
      sessionId: family.id,
      createdAt: now,
      expiresAt: childExpiresAt,
      childHash: null,
      exchangedAt: null,
    });
    db.update(refreshTokens)
      .set({ childHash, exchangedAt: now })
      .where(eq(refreshTokens.hash, token.hash))
      .run();
    // A session lives as long as its last refresh token.
    const expiresAt = childExpiresAt > family.expiresAt ? childExpiresAt : family.expiresAt;
    db.update(sessions).set({ expiresAt, lastUsedAt: now }).where(eq(sessions.id, family.id)).run();
  }

  function revoke(sessionId: string, now: Date): void {
    db.update(sessions).set({ revokedAt: now }).where(eq(sessions.id, sessionId)).run();
  }
}

/** The caller knows only a hash; whose it was is known here. */
function describe(
  audit: AuditEntry,
  rotation: Rotation['outcome'],
  family: Family | undefined,
): AuditEntry {
  const isRefused = rotation !== 'rotated' && rotation !== 'repeated';
  return {
    ...audit,
    ...(family && {
      actor: family.userId,
      organizationId: family.organizationId,
      target: family.id,
    }),
    outcome: isRefused ? 'failure' : 'success',
    errorCode: isRefused ? refusals[rotation] : null,
    details: { ...audit.details, rotation },
  };
}
