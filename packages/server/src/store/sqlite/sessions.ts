import { and, desc, eq, gt, isNull, lt, ne, or, type SQL } from 'drizzle-orm';
import type { SessionStore } from '../../ports/store/index.ts';
import type { AppendAudit } from './audit.ts';
import { readCursor, readPlace, writeCursor } from './cursor.ts';
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
          .where(and(isLive(userId, now), cursor === undefined ? undefined : isAfter(cursor)))
          .orderBy(desc(sessions.createdAt), desc(sessions.id))
          .limit(limit + 1)
          .all();
        const items = rows.slice(0, limit).map((row) => without(row, 'steppedUpAt'));
        const last = items.at(-1);
        const hasMore = rows.length > limit && last !== undefined;
        return {
          items,
          nextCursor: hasMore ? writeCursor('ses', [last.createdAt.getTime(), last.id]) : null,
        };
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

function isAfter(cursor: string): SQL | undefined {
  const [time, id = ''] = readCursor('ses', cursor, 2);
  const createdAt = new Date(readPlace(time));
  return or(
    lt(sessions.createdAt, createdAt),
    and(eq(sessions.createdAt, createdAt), lt(sessions.id, id)),
  );
}
