import type { RequestOptions } from './options.ts';
import type { SecondFactorCode } from './session.ts';

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

/** Proof of who asks, for dangerous operations; not needed within five minutes of `auth.stepUp`. */
export interface StepUpProof extends SecondFactorCode {
  /** The password of the signed-in user, once more. @default none */
  password?: string | undefined;
}

/** How a dangerous call is made. */
export interface ProvenOptions extends RequestOptions {
  /** @default none: `auth.stepUp` was called within the last five minutes */
  readonly proof?: StepUpProof | undefined;
}

/** What `auth.stepUp` asks for. */
export interface StepUpRequest extends SecondFactorCode {
  password: string;
}

/** A session that proved again who it is of. */
export interface StepUp {
  success: true;
  /** Until then dangerous operations ask for nothing more. UTC, ISO 8601. */
  until: string;
}

/** How the second factor of the user stands. */
export interface SecondFactor {
  success: true;
  enabled: boolean;
  /** UTC, ISO 8601. */
  enabledAt: string | null;
  recoveryCodesLeft: number;
  /** Whether the organization asks for it. */
  required: boolean;
}

/** The secret for an authenticator app, shown once. */
export interface EnrolledSecondFactor {
  success: true;
  /** Base32, to be typed in. */
  secret: string;
  /** The same, to be shown as a QR code. */
  otpauthUri: string;
}

/** A code of the app that was just enrolled. */
export interface ConfirmSecondFactorRequest {
  /** Six digits. */
  totp: string;
}

/** Ten codes, each of which works once, shown once. */
export interface RecoveryCodes {
  success: true;
  recoveryCodes: string[];
}

/** What an organization asks of its members. */
export interface SecurityPolicy {
  success: true;
  secondFactorRequired: boolean;
}

/** What it should ask from now on. */
export interface SetSecurityPolicyRequest extends StepUpProof {
  secondFactorRequired: boolean;
}
