import type { AuditEntry } from './audit.ts';
import type { NewMail } from './mails.ts';

/** A user's shared secret for one-time codes. */
export interface SecondFactor {
  readonly sealedSecret: Uint8Array;
  /** Null: enrolled, and not in force yet. */
  readonly confirmedAt: Date | null;
  readonly recoveryCodesLeft: number;
}

/** A code that was found to be right: the step of a one-time code, or the hash of a recovery code. */
export type RightCode = { readonly step: number } | { readonly recoveryHash: string };

/** Second factors, and what was proven again within a session. */
export interface SecondFactorStore {
  findSecondFactor(userId: string): Promise<SecondFactor | undefined>;
  /** Stores a secret that is not in force yet, in place of another such. @returns false when one is in force. */
  enrolSecondFactor(enrolled: {
    readonly userId: string;
    readonly sealedSecret: Uint8Array;
    readonly now: Date;
    readonly audit: AuditEntry;
  }): Promise<boolean>;
  /** Puts the very secret that was read in force, with its first recovery codes. @returns false when it is another by now. */
  confirmSecondFactor(confirmed: {
    readonly userId: string;
    readonly sealedSecret: Uint8Array;
    readonly step: number;
    readonly recoveryHashes: readonly string[];
    readonly now: Date;
    readonly audit: AuditEntry;
    readonly mail: NewMail;
  }): Promise<boolean>;
  /** @returns false when there is none. */
  disableSecondFactor(disabled: {
    readonly userId: string;
    readonly audit: AuditEntry;
    readonly mail: NewMail;
  }): Promise<boolean>;
  /** @returns false when no factor is in force. */
  replaceRecoveryCodes(replaced: {
    readonly userId: string;
    readonly hashes: readonly string[];
    readonly audit: AuditEntry;
    readonly mail: NewMail;
  }): Promise<boolean>;
  /** Uses a code up, in one statement: of however many who come with the same one, one is told true. */
  useSecondFactorCode(userId: string, code: RightCode, now: Date): Promise<boolean>;
  setSecondFactorRequired(
    organizationId: string,
    required: boolean,
    audit: AuditEntry,
  ): Promise<void>;

  /** Remembers that the user of a session proved the password again. */
  stepUpSession(sessionId: string, now: Date, audit: AuditEntry): Promise<void>;
  /**
   * When that was. Never from memory: it must count at once.
   *
   * @returns null when it never was, undefined when the session has ended.
   */
  findStepUp(sessionId: string): Promise<Date | null | undefined>;
}
