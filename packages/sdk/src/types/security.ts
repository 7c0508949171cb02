/** A sign-in that still works. */
export interface ActiveSession {
  /** `ses_…` */
  id: string;
  /** UTC, ISO 8601. */
  createdAt: string;
  /** To within five minutes. UTC, ISO 8601. */
  lastUsedAt: string;
  /** When it ends unless it is refreshed. UTC, ISO 8601. */
  expiresAt: string;
  /** Where it was opened from. */
  ip: string | null;
  userAgent: string | null;
  /** Whether it is the one of this client. */
  current: boolean;
}

/** Which sessions end. */
export interface RevokeSessionsRequest {
  /** `others`: all but the one of this client. @default 'others' */
  scope?: 'others' | 'all' | undefined;
}

/** How many sessions ended. */
export interface RevokedSessions {
  success: true;
  revoked: number;
}

/** Something that somebody did, or tried to do. */
export interface SecurityActivity {
  id: string;
  /** UTC, ISO 8601. */
  at: string;
  /** `auth.login`, `auth.session.revoke`, `security.account_locked` … */
  action: string;
  outcome: 'success' | 'failure';
  errorCode: string | null;
  /** Id of the user. */
  actor: string;
  /** Id of what it was done to. */
  target: string | null;
  ip: string | null;
  userAgent: string | null;
  correlationId: string | null;
}
