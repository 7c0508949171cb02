import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store/index.ts';

/** What another process changes (a logout, a role) counts here after this time; it must within 1 s. */
const rememberedMs = 500;
const sessionsMax = 10_000;

type FoundPrincipal = Awaited<ReturnType<Store['findPrincipal']>>;

/**
 * The same store, which asks the database at most twice a second who a session stands for.
 *
 * Sessions ended through this store are forgotten at once.
 */
export function rememberPrincipals(store: Store, clock: Pick<Clock, 'now'>): Store {
  const remembered = new Map<string, { readonly until: number; readonly found: FoundPrincipal }>();

  function forgetUser(userId: string | null): void {
    for (const [sessionId, { found }] of remembered)
      if (found?.user.id === userId) remembered.delete(sessionId);
  }

  return {
    ...store,
    async findPrincipal(sessionId, now) {
      const known = remembered.get(sessionId);
      const time = clock.now().getTime();
      if (known?.found !== undefined && time < known.until && known.found.session.expiresAt > now) {
        return known.found;
      }
      const found = await store.findPrincipal(sessionId, now);
      remembered.delete(sessionId);
      const oldest = remembered.keys().next().value;
      if (remembered.size >= sessionsMax && oldest !== undefined) remembered.delete(oldest);
      if (found !== undefined) remembered.set(sessionId, { until: time + rememberedMs, found });
      return found;
    },
    async revokeSession(sessionId, now, audit) {
      await store.revokeSession(sessionId, now, audit);
      remembered.delete(sessionId);
    },
    async changePassword(change) {
      const changed = await store.changePassword(change);
      if (changed) forgetUser(change.userId);
      return changed;
    },
    async resetPassword(reset) {
      const done = await store.resetPassword(reset);
      if (done) forgetUser(reset.mail.userId);
      return done;
    },
    async verifyEmail(verification) {
      const done = await store.verifyEmail(verification);
      if (done) forgetUser(verification.audit.actor);
      return done;
    },
    async rotateRefreshToken(rotation) {
      const rotated = await store.rotateRefreshToken(rotation);
      if (rotated.outcome === 'reused') remembered.delete(rotated.sessionId);
      return rotated;
    },
  };
}
