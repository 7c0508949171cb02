import type { AuditEntry } from './audit.ts';
import type { Principal } from './users.ts';

/** Mails that nobody can switch off: they tell what an attacker, or a partner who stopped listening, would not. */
export type SecurityMailKind =
  | 'email-verification'
  | 'invitation'
  | 'password-reset'
  | 'password-changed'
  | 'new-device'
  | 'second-factor-on'
  | 'second-factor-off'
  | 'account-exported'
  | 'api-key-made'
  | 'new-administrator'
  | 'recovery-codes-renewed'
  | 'issuing-account'
  | 'webhook-disabled';

/** Mails that their reader can switch off. */
export type OptionalMailKind = 'deployment-completed' | 'deployment-failed';

export type MailKind = SecurityMailKind | OptionalMailKind;

/** A mail to be sent, stored in the transaction of what it tells. Its words are chosen when it is sent. */
export interface NewMail {
  readonly id: string;
  readonly kind: MailKind;
  readonly userId: string | null;
  readonly to: string;
  /** What it tells, JSON-plain and not secret. Wiped once the mail is sent or parked. */
  readonly facts: Readonly<Record<string, string | null>>;
  /** The secret of its link, sealed for the subject `mail-token` of this id. Wiped like the facts. */
  readonly sealedToken: Uint8Array | null;
  /** After this it is of no use, and is not sent. */
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
}

export interface Mail extends NewMail {
  readonly status: 'waiting' | 'sent' | 'parked';
  readonly attempts: number;
  /** Null once sent or parked. */
  readonly nextAttemptAt: Date | null;
  readonly sentAt: Date | null;
  /** Why the last try failed, or why it was parked. */
  readonly lastError: string | null;
}

export interface ClaimedMail {
  readonly mail: Mail;
  readonly leaseToken: string;
}

export type MailOutcome =
  | { readonly kind: 'sent' }
  | { readonly kind: 'retry'; readonly at: Date; readonly error: string }
  /** Given up: nobody will send it by itself. */
  | { readonly kind: 'parked'; readonly error: string };

/** What the secret in a mail's link allows; only its SHA-256 is stored. */
export interface MailToken {
  /** Hex. */
  readonly hash: string;
  readonly purpose: 'email-verification' | 'password-reset';
  readonly userId: string;
  /** The address it was sent to: it proves that this one is read. */
  readonly email: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface MailStore {
  /** For what has no change of its own: an audit entry and its mail, together. */
  appendAuditWithMail(audit: AuditEntry, mail: NewMail): Promise<void>;
  /**
   * Stores a token with its mail; with more than `liveMax` live tokens of this user and purpose, and for nobody, only
   * the audit entry. The caller is not told which, so that it can answer the same.
   */
  requestMailToken(request: {
    readonly token: MailToken | null;
    readonly mail: NewMail | null;
    readonly liveMax: number;
    readonly audit: AuditEntry;
  }): Promise<void>;
  /** Whose a token is that still works; undefined when it is unknown, used, expired or of a deactivated user. */
  findMailToken(
    hash: string,
    purpose: MailToken['purpose'],
    now: Date,
  ): Promise<Principal | undefined>;
  /** Uses up a token and marks its address as read by the user. @returns false when it works no more. */
  verifyEmail(verification: {
    readonly tokenHash: string;
    readonly now: Date;
    readonly audit: AuditEntry;
  }): Promise<boolean>;

  /** Leases due mails, the earliest first. */
  claimDueMails(claim: {
    readonly workerId: string;
    readonly now: Date;
    readonly leaseMs: number;
    readonly limit: number;
  }): Promise<ClaimedMail[]>;
  /** @returns false when the lease is lost: somebody else sends the mail now. */
  renewMailLease(
    held: { readonly mailId: string; readonly leaseToken: string },
    until: Date,
  ): Promise<boolean>;
  /** Keeps the outcome of a try, and wipes what the mail held when it was the last; of a lost lease nothing is kept. */
  settleMail(settlement: {
    readonly mailId: string;
    readonly leaseToken: string;
    readonly outcome: MailOutcome;
    readonly now: Date;
  }): Promise<void>;
  /** Earliest time that anything is due; a leased mail is due when its lease ends. */
  nextMailAt(): Promise<Date | null>;
  /** Newest first. */
  listMails(userId: string, limit: number): Promise<Mail[]>;
  countMails(): Promise<{ status: Mail['status']; count: number }[]>;

  /** The kinds that a user has switched off. */
  listMutedMails(userId: string): Promise<OptionalMailKind[]>;
  /** Switches kinds on (true) or off. */
  setMutedMails(
    userId: string,
    enabled: Readonly<Partial<Record<OptionalMailKind, boolean>>>,
    audit: AuditEntry,
  ): Promise<OptionalMailKind[]>;
}
