import { ApiError } from '../errors/apiError.ts';
import type { Session, SessionTokens } from '../types/session.ts';

/** Keeps what the client proves itself with, and renews it. */
export interface Credentials {
  /** Sets or ends the session and tells the listener. */
  setSession(session: Session | null): Promise<void>;
  /** What goes into the header Authorization. */
  bearer(): string | undefined;
  /** Renews the session. @throws {TypeError} If there is none. */
  refresh(): Promise<Session>;
  /** Replaces an expired token; true when it makes sense to repeat with `bearer()`. */
  renew(expired: string): Promise<boolean>;
}

/** What credentials are made of. */
export interface CredentialsOptions {
  readonly session: SessionTokens | undefined;
  readonly apiKey: string | undefined;
  readonly onSession: ((session: Session | null) => void | Promise<void>) | undefined;
  /** Buys a new session. */
  readonly buy: (refreshToken: string) => Promise<Session>;
}

/** However many calls find their token expired at once, one of them renews it for all. */
export function createCredentials(options: CredentialsOptions): Credentials {
  let current = options.session;
  let refreshing: Promise<Session> | undefined;

  async function setSession(session: Session | null): Promise<void> {
    current = session ?? undefined;
    await options.onSession?.(session);
  }

  async function refreshNow(refreshToken: string): Promise<Session> {
    // A sign-in or a logout in the meantime is newer than the answer that is on its way.
    const isStill = () => current?.refreshToken === refreshToken;
    try {
      const session = await options.buy(refreshToken);
      if (isStill()) await setSession(session);
      return session;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401 && isStill()) await setSession(null);
      throw error;
    }
  }

  function refresh(): Promise<Session> {
    if (current === undefined) {
      return Promise.reject(new TypeError('Cannot refresh: nobody is signed in'));
    }
    refreshing ??= refreshNow(current.refreshToken).finally(() => (refreshing = undefined));
    return refreshing;
  }

  return {
    setSession,
    refresh,
    bearer: () => current?.accessToken ?? options.apiKey,
    async renew(expired) {
      if (current?.accessToken === expired) await refresh();
      return current !== undefined;
    },
  };
}
