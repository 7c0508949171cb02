import { listAll } from '../internal/listAll.ts';
import type { Credentials } from '../internal/credentials.ts';
import type { Transport } from '../internal/transport.ts';
import type { RequestOptions } from '../types/options.ts';
import type { Page, PageRequest } from '../types/page.ts';
import type { ActiveSession, RevokedSessions, RevokeSessionsRequest } from '../types/security.ts';

const path = 'api/v1/auth/sessions';

/** Where the user is signed in. */
export interface SessionsResource {
  /** Gets one page, newest first. */
  list(request?: PageRequest, options?: RequestOptions): Promise<Page<ActiveSession>>;
  /** Yields every session, newest first, asking for each page when it is needed. */
  listAll(request?: PageRequest, options?: RequestOptions): AsyncGenerator<ActiveSession, void>;
  /** Ends one session, everywhere within a second. @throws {NotFoundError} If none of yours has this id. */
  revoke(sessionId: string, options?: RequestOptions): Promise<void>;
  /** Signs out everywhere else; with `{ scope: 'all' }` here too. */
  revokeAll(request?: RevokeSessionsRequest, options?: RequestOptions): Promise<RevokedSessions>;
}

export function createSessions(transport: Transport, credentials: Credentials): SessionsResource {
  const list: SessionsResource['list'] = (request = {}, options) =>
    transport.send(
      { name: 'list the sessions', kind: 'session', method: 'GET', path, query: { ...request } },
      options,
    );

  return {
    list,
    listAll: (request = {}, options) => listAll((page) => list(page, options), request),
    async revoke(sessionId, options) {
      await transport.send(
        {
          name: 'end the session',
          kind: 'session',
          method: 'DELETE',
          path: `${path}/${encodeURIComponent(sessionId)}`,
        },
        options,
      );
    },
    async revokeAll(body = {}, options) {
      const answer = await transport.send<RevokedSessions>(
        {
          name: 'end the sessions',
          kind: 'session',
          method: 'POST',
          path: `${path}/revoke-all`,
          body,
        },
        options,
      );
      if (body.scope === 'all') await credentials.setSession(null);
      return answer;
    },
  };
}
