/** How one call is made. */
export interface RequestOptions {
  /** Ends the call, also between its repetitions; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Time for each try, in ms. @default that of the client, 30_000 */
  readonly timeoutMs?: number | undefined;
  /** Repetitions after a failure that may pass. @default that of the client, 3 */
  readonly retries?: number | undefined;
  /** Follows the call through logs, audit and webhooks: 1 to 128 of letters, digits and `._:-`. @default made by the server */
  readonly correlationId?: string | undefined;
  /** Names the intent of a call that changes something: 1 to 255 printable ASCII characters. @default a new one per call */
  readonly idempotencyKey?: string | undefined;
}
