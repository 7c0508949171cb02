import type { Deps } from '../../deps.ts';
import type { SessionPrincipal } from '../../ports/store/users.ts';

/** How exactly the last use of a session is known. A write for each request would cost more than the request. */
const exactToMs = 5 * 60_000;
const rememberedMax = 10_000;

export type TouchSessionsDeps = Pick<Deps, 'clock' | 'log'> & {
  readonly store: Pick<Deps['store'], 'touchSession'>;
};

/** Remembers when sessions were used, at most every five minutes each, without keeping a request waiting. */
export function createTouchSessions({ clock, log, store }: TouchSessionsDeps) {
  const touchedAt = new Map<string, number>();
  return ({ session }: Pick<SessionPrincipal, 'session'>): void => {
    const now = clock.now();
    const last = Math.max(session.lastUsedAt.getTime(), touchedAt.get(session.id) ?? 0);
    if (now.getTime() < last + exactToMs) return;
    const [oldest] = touchedAt.keys();
    if (touchedAt.size >= rememberedMax && oldest !== undefined) touchedAt.delete(oldest);
    touchedAt.set(session.id, now.getTime());
    store.touchSession(session.id, now).catch((error: unknown) => {
      log.warn({ err: error, sessionId: session.id }, 'the use of a session was not noted');
    });
  };
}
