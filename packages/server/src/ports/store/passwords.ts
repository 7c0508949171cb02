import type { AuditEntry } from './audit.ts';
import type { NewMail } from './mails.ts';
import type { RefreshToken, Session } from './users.ts';

/** Passwords change by comparing: whoever read the old hash before somebody else changed it changes nothing. */
export interface PasswordStore {
  /** Stores a stronger hash of the same password. @returns false when the hash is another by now. */
  updatePasswordHash(
    userId: string,
    change: { readonly from: string; readonly to: string },
  ): Promise<boolean>;
  /**
   * Sets another password, ends every session of the user and every reset token, and opens a new session.
   *
   * @returns false when the hash is another by now, or the user was deactivated: then nothing is stored.
   */
  changePassword(change: {
    readonly userId: string;
    readonly from: string;
    readonly to: string;
    readonly session: Session;
    readonly refreshToken: RefreshToken;
    readonly mail: NewMail;
    readonly now: Date;
    readonly audit: AuditEntry;
  }): Promise<boolean>;
  /**
   * Uses up a reset token: sets the password, ends every session and every other reset token, forgets failed sign-ins,
   * and marks the address as read, since the token came by mail.
   *
   * If nobody had read mail to the address before, it also ends what may be a stranger's, who had only the password: the
   * API keys that the user made, the second factor, and the webhook endpoints of organizations that the user owns. Audit
   * entry (`firstProof`) and mail then say so.
   *
   * @returns false when the token works no more: then nothing is stored.
   */
  resetPassword(reset: {
    readonly tokenHash: string;
    readonly passwordHash: string;
    readonly mail: NewMail;
    readonly now: Date;
    readonly audit: AuditEntry;
  }): Promise<boolean>;
}
