import type { Clock } from '../ports/clock.ts';
import type { ApiKeyPrincipal } from '../ports/store/apiKeys.ts';
import type { Store } from '../ports/store/index.ts';

/** What another process changes (a logout, a role) counts here after this time; it must within 1 s. */
const rememberedMs = 500;
const sessionsMax = 10_000;

type FoundPrincipal = Awaited<ReturnType<Store['findPrincipal']>>;

/**
 * The same store, which asks the database at most twice a second who a session or an API key stands for.
 *
 * Sessions and keys ended through this store are forgotten at once.
 */
export function rememberPrincipals(store: Store, clock: Pick<Clock, 'now'>): Store {
  const remembered = new Map<string, { readonly since: number; readonly found: FoundPrincipal }>();

  function forgetUser(userId: string | null): void {
    for (const [sessionId, { found }] of remembered)
      if (found?.user.id === userId) remembered.delete(sessionId);
    for (const [hash, { found }] of keys) if (found.user.id === userId) keys.delete(hash);
  }
  function forgetOrganization(organizationId: string): void {
    for (const [sessionId, { found }] of remembered)
      if (found?.organization.id === organizationId) remembered.delete(sessionId);
    for (const [hash, { found }] of keys)
      if (found.organization.id === organizationId) keys.delete(hash);
  }
  const keys = new Map<string, { readonly since: number; readonly found: ApiKeyPrincipal }>();

  return {
    ...store,
    async findPrincipal(sessionId, now) {
      const known = remembered.get(sessionId);
      const time = clock.now().getTime();
      if (
        known?.found !== undefined &&
        isFresh(known, time) &&
        known.found.session.expiresAt > now
      ) {
        return known.found;
      }
      const found = await store.findPrincipal(sessionId, now);
      remembered.delete(sessionId);
      const oldest = remembered.keys().next().value;
      if (remembered.size >= sessionsMax && oldest !== undefined) remembered.delete(oldest);
      if (found !== undefined) remembered.set(sessionId, { since: time, found });
      return found;
    },
    async findApiKeyPrincipal(hash, now) {
      const known = keys.get(hash);
      const time = clock.now().getTime();
      const expiresAt = known?.found.apiKey.expiresAt ?? null;
      if (known !== undefined && isFresh(known, time) && (expiresAt === null || expiresAt > now)) {
        return known.found;
      }
      const found = await store.findApiKeyPrincipal(hash, now);
      keys.delete(hash);
      const [oldest] = keys.keys();
      if (keys.size >= sessionsMax && oldest !== undefined) keys.delete(oldest);
      if (found !== undefined) keys.set(hash, { since: time, found });
      return found;
    },
    async revokeApiKey(organizationId, id, now, audit) {
      const revoked = await store.revokeApiKey(organizationId, id, now, audit);
      if (revoked !== undefined) keys.delete(revoked.hash);
      return revoked;
    },
    async noteApiKeyUse(id, now) {
      await store.noteApiKeyUse(id, now);
      // What is remembered tells of an earlier use, and would be noted again with each request.
      for (const [hash, { found }] of keys) if (found.apiKey.id === id) keys.delete(hash);
    },
    async revokeSession(sessionId, now, audit) {
      await store.revokeSession(sessionId, now, audit);
      remembered.delete(sessionId);
    },
    async revokeUserSession(userId, sessionId, entry) {
      const ended = await store.revokeUserSession(userId, sessionId, entry);
      if (ended) remembered.delete(sessionId);
      return ended;
    },
    async revokeUserSessions(userId, entry) {
      const ended = await store.revokeUserSessions(userId, entry);
      for (const sessionId of ended) remembered.delete(sessionId);
      return ended;
    },
    async switchSession(change) {
      const switched = await store.switchSession(change);
      if (switched) remembered.delete(change.endedId);
      return switched;
    },
    async acceptInvitation(acceptance) {
      const accepted = await store.acceptInvitation(acceptance);
      if (accepted === 'done') forgetUser(acceptance.userId);
      return accepted;
    },
    async changeRole(change) {
      const outcome = await store.changeRole(change);
      forgetUser(change.userId);
      return outcome;
    },
    async removeMember(removal) {
      const outcome = await store.removeMember(removal);
      forgetUser(removal.userId);
      return outcome;
    },
    async transferOwnership(transfer) {
      const transferred = await store.transferOwnership(transfer);
      forgetUser(transfer.from);
      forgetUser(transfer.to);
      return transferred;
    },
    async confirmSecondFactor(confirmed) {
      const done = await store.confirmSecondFactor(confirmed);
      if (done) forgetUser(confirmed.userId);
      return done;
    },
    async disableSecondFactor(disabled) {
      const done = await store.disableSecondFactor(disabled);
      if (done) forgetUser(disabled.userId);
      return done;
    },
    async setSecondFactorRequired(organizationId, required, audit) {
      await store.setSecondFactorRequired(organizationId, required, audit);
      forgetOrganization(organizationId);
    },
    async importAccount(imported) {
      const outcome = await store.importAccount(imported);
      if (outcome.kind === 'imported') forgetOrganization(imported.account.organizationId);
      return outcome;
    },
    async chooseIssuer(choice) {
      const chosen = await store.chooseIssuer(choice);
      forgetOrganization(choice.organizationId);
      return chosen;
    },
    async deactivateUser(userId, now, audit) {
      const done = await store.deactivateUser(userId, now, audit);
      if (done) forgetUser(userId);
      return done;
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

/** A clock that is set back makes nothing last: what is remembered from a later time is asked for anew. */
function isFresh({ since }: { readonly since: number }, time: number): boolean {
  return since <= time && time < since + rememberedMs;
}
