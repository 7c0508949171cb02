import type { AuditEntry } from './audit.ts';

/** Whether users are let in. */
export interface UserStatusStore {
  /**
   * Lets a user in no more: every session, link to reset the password and API key they made is void, for good. Each of
   * their organizations gets the line of audit.
   *
   * @returns false when they are inactive already, or there is no such user: then nothing changes.
   */
  deactivateUser(userId: string, now: Date, audit: AuditEntry): Promise<boolean>;
  /** Lets a user in again, who signs in anew. @returns false when they are active, or there is no such user. */
  reactivateUser(userId: string, audit: AuditEntry): Promise<boolean>;
}
