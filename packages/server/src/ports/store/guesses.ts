import type { AuditEntry } from './audit.ts';

/** Whose password or code is guessed at: by an address at sign-in, known or not, or by a session that must prove more. */
export type GuessTarget = { readonly email: string } | { readonly userId: string };

/** What became of the wish to try a password or a code. */
export type Try =
  | { readonly outcome: 'taken' }
  /** Five tries failed. */
  | { readonly outcome: 'locked'; readonly until: Date }
  /** All that are left are being checked right now; one that succeeds gives room again, at the latest at `until`. */
  | { readonly outcome: 'busy'; readonly until: Date };

/** Failures of one target in a row, and how long it is locked after them. */
export const triesMax = 5;
export const lockMs = 30 * 60_000;

/**
 * Counts guesses before they are checked, so that however many come at once no more than five are.
 *
 * A try is taken first and counts as failed until it is settled: by `failTry`, `giveTryBack`, or a session that opens.
 * Failures are forgotten after a success, and half an hour after the last of them.
 */
export interface GuessStore {
  /** Takes a try, in one statement that counts and decides. */
  takeTry(target: GuessTarget, now: Date): Promise<Try>;
  /**
   * Tells that a try failed. The fifth locks the target; then `locked` is kept beside `audit` and, if it
   * is the address of a user, every organization of that user is told by `security.account_locked`.
   */
  failTry(
    target: GuessTarget,
    entries: { readonly now: Date; readonly audit: AuditEntry; readonly locked: AuditEntry },
  ): Promise<{ readonly lockedUntil: Date | null }>;
  /** Tells that a try neither failed nor succeeded as a whole: the password was right, and a code is still to come. */
  giveTryBack(target: GuessTarget): Promise<void>;
  /** Forgets the failures of a target, after a success. */
  clearTries(target: GuessTarget): Promise<void>;
  /** Ends the locks of a user and forgets what failed, as a reset of the password does. */
  clearLoginFailures(userId: string, now: Date): Promise<void>;
}
