import type { AuditEntry } from './audit.ts';
import type { Session } from './users.ts';

/** A session that still works. */
export interface LiveSession extends Session {
  readonly lastUsedAt: Date;
}

/** The sessions of a user, whichever organization they are in. */
export interface SessionStore {
  /** Live ones, newest first. */
  listSessions(
    userId: string,
    now: Date,
    page: { readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<{ items: LiveSession[]; nextCursor: string | null }>;
  /** Ends a live session of the user, with its refresh tokens. @returns false when there is none of this id. */
  revokeUserSession(
    userId: string,
    sessionId: string,
    entry: { readonly now: Date; readonly audit: AuditEntry },
  ): Promise<boolean>;
  /** Ends every live session of the user, but for one. @returns the ids of those that ended. */
  revokeUserSessions(
    userId: string,
    entry: { readonly except: string | null; readonly now: Date; readonly audit: AuditEntry },
  ): Promise<string[]>;
  /** Remembers that a session was used. */
  touchSession(sessionId: string, now: Date): Promise<void>;
}
