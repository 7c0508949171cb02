/** A mail, ready to be sent. */
export interface MailMessage {
  /** Stays the same however often the mail is sent, so that a mailbox can tell a repetition. */
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** When it was written. */
  readonly at: Date;
}

/** What became of a try to send. */
export type MailAnswer =
  | { readonly kind: 'taken' }
  /** The server refuses this mail for good. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** It did not work now; another try may. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Hands mails to whoever carries them. */
export interface Mailer {
  /** What it is, for the log and the doctor: `smtp at mail.example:587`. */
  readonly name: string;
  /** Ends within 30 s, sooner when the signal is aborted; never rejects. Reasons are safe to show and hold no secret. */
  send(message: MailMessage, signal: AbortSignal): Promise<MailAnswer>;
  /** Proves that it answers and lets us in. @returns null, or what is wrong. */
  check(): Promise<string | null>;
  close(): Promise<void>;
}
