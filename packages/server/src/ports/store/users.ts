import type { Role, Tier } from '@biatec-tokens/core';
import type { Account } from './accounts.ts';
import type { AuditEntry } from './audit.ts';
import type { Consent } from './consents.ts';
import type { GuessTarget } from './guesses.ts';
import type { LiveSession } from './sessions.ts';
import type { MailToken, NewMail } from './mails.ts';

export interface User {
  /** A GUID. */
  readonly id: string;
  /** Trimmed and lower-cased. */
  readonly email: string;
  readonly fullName: string | null;
  /** PHC string. */
  readonly passwordHash: string;
  readonly status: 'active' | 'inactive';
  readonly createdAt: Date;
  /** When the user proved to read mail to this address; null: not yet. */
  readonly emailVerifiedAt: Date | null;
}

export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly tier: Tier;
  readonly createdAt: Date;
}

export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly organizationId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/** A refresh token as stored: only its SHA-256, hex. Tokens of one session are one family. */
export interface RefreshToken {
  readonly hash: string;
  readonly sessionId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** A user in an organization, with what every request needs to know. */
export interface Principal {
  readonly user: User;
  readonly organization: Organization;
  readonly role: Role;
  readonly algorandAddress: string;
  readonly evmAddress: string;
}

/** What an organization asks of a user's second factor, and what there is. */
export interface FactorStanding {
  /** Whether the organization asks for one. */
  readonly required: boolean;
  /** Since when the user has one in force. */
  readonly confirmedAt: Date | null;
}

/** Who a session stands for. */
export interface SessionPrincipal extends Principal {
  readonly session: LiveSession;
  readonly secondFactor: FactorStanding;
}

export interface RegisterUser {
  readonly user: User;
  readonly organization: Organization;
  readonly accounts: readonly Account[];
  /** Sealed record of the 24 words. */
  readonly sealedPhrase: Uint8Array;
  readonly session: Session;
  readonly refreshToken: RefreshToken;
  readonly audit: AuditEntry;
  /** To the terms of use. @default there are none */
  readonly consent?: Consent;
  /** The invitation that the user comes with, whose secret proves the address; the session is in its organization. @default none */
  readonly joins?: { readonly hash: string; readonly audit: AuditEntry };
  /** For the mail that asks the user to prove the address. @default none */
  readonly verification?: { readonly token: MailToken; readonly mail: NewMail };
}

/** A sign-in whose password was right. */
export interface OpenSession {
  readonly session: Session;
  readonly refreshToken: RefreshToken;
  readonly audit: AuditEntry;
  /** The hash that the password was compared with: a password that changed meanwhile opens nothing. */
  readonly passwordHash: string;
  /** Whose failed tries the sign-in makes forgotten. @default nobody's */
  readonly tried?: GuessTarget;
  /** Sent when no earlier session of the user came from this browser and network. @default none */
  readonly newDeviceMail?: NewMail;
}

/** What became of a presented refresh token. */
export type Rotation =
  /** It was live, or was exchanged under 10 s ago by the same child: the child is live. */
  | {
      readonly outcome: 'rotated' | 'repeated';
      readonly sessionId: string;
      /** Where it is one of `otherChildHashes`. @default the given child */
      readonly childHash?: string;
    }
  /** It was exchanged before: the whole family is revoked now. */
  | { readonly outcome: 'reused'; readonly sessionId: string }
  | { readonly outcome: 'unknown' | 'expired' | 'revoked' };

export interface UserStore {
  /** All or nothing: user, organization (role owner), accounts, phrase, first session, the invitation that was accepted. */
  registerUser(
    registration: RegisterUser,
  ): Promise<
    { ok: true } | { ok: false; reason: 'EMAIL_TAKEN' | 'INVITATION_VOID' | 'INVITATION_NO_ROOM' }
  >;
  findUserByEmail(email: string): Promise<Principal | undefined>;
  /** The principal of a session that is neither revoked nor expired, of an active user. */
  findPrincipal(sessionId: string, now: Date): Promise<SessionPrincipal | undefined>;
  /** @returns false when the password is another by now, or the user was deactivated: then nothing is stored. */
  openSession(opened: OpenSession): Promise<boolean>;
  /**
   * Exchanges a refresh token for its child, in one statement of truth.
   *
   * The child of a token is always the same (its hash is given), so concurrent exchanges leave one live child. It is
   * repeated only while it is live: once the child was exchanged too, its parent counts as reused, within the grace also.
   * The session lives at least as long as the child. The store completes the audit entry (actor, organization, session,
   * outcome), since the caller knows only a hash.
   */
  rotateRefreshToken(rotation: {
    readonly presentedHash: string;
    readonly childHash: string;
    /** What the child may be too, if it was made before. @default nothing else */
    readonly otherChildHashes?: readonly string[];
    readonly childExpiresAt: Date;
    readonly graceMs: number;
    readonly now: Date;
    readonly audit: AuditEntry;
  }): Promise<Rotation>;
  /** Ends a session with all its refresh tokens. Ending it twice is no error, and audited once. */
  revokeSession(sessionId: string, now: Date, audit: AuditEntry): Promise<void>;
}
