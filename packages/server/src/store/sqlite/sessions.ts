import { and, desc, eq, gt, isNull, lt, ne } from 'drizzle-orm';
import type { SessionStore } from '../../ports/store/index.ts';
import type { AppendAudit } from './audit.ts';
import { isOlderThan, placeOfTimeAndId, toPage } from './page.ts';
import { sessions } from './schema.ts';
import { without, type Session } from './session.ts';

export function createSessionStore(
  { db, read, write }: Session,
  appendAudit: AppendAudit,
): SessionStore {
  const isLive = (userId: string, now: Date) =>
    and(eq(sessions.userId, userId), isNull(sessions.revokedAt), gt(sessions.expiresAt, now));

  return {
    listSessions: (userId, now, { cursor, limit }) =>
      read(() => {
        const rows = db
          .select()
          .from(sessions)
          .where(and(isLive(userId, now), isOlderThan(cursor, 'ses', sessions)))
          .orderBy(desc(sessions.createdAt), desc(sessions.id))
          .limit(limit + 1)
          .all();
        const page = toPage(rows, limit, { list: 'ses', placeOf: placeOfTimeAndId });
        return { ...page, items: page.items.map((row) => without(row, 'steppedUpAt')) };
      }),

    revokeUserSession: (userId, sessionId, { now, audit }) =>
      write(() => {
        const { changes } = db
          .update(sessions)
          .set({ revokedAt: now })
          .where(and(isLive(userId, now), eq(sessions.id, sessionId)))
          .run();
        if (changes > 0) appendAudit(audit);
        return changes > 0;
      }),

    revokeUserSessions: (userId, { except, now, audit }) =>
      write(() => {
        const ended = db
          .update(sessions)
          .set({ revokedAt: now })
          .where(and(isLive(userId, now), except === null ? undefined : ne(sessions.id, except)))
          .returning({ id: sessions.id })
          .all();
        appendAudit(audit);
        return ended.map(({ id }) => id);
      }),

    touchSession: (sessionId, now) =>
      write(() => {
        db.update(sessions)
          .set({ lastUsedAt: now })
          .where(and(eq(sessions.id, sessionId), lt(sessions.lastUsedAt, now)))
          .run();
      }),
  };
}
