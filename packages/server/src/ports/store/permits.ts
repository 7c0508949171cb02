/** So many requests within any stretch of time of this length. */
export interface PermitLimit {
  /** Whom it holds back: a user, a client, an address. */
  readonly key: string;
  readonly limit: number;
  readonly windowMs: number;
}

/** How a limit stands after permits were taken of it, or refused. */
export interface PermitState {
  readonly limit: number;
  readonly remaining: number;
  /** When the oldest request that counts stops counting. */
  readonly resetAt: Date;
}

export interface TakenPermits {
  /** Whether there was room in all of them; otherwise nothing was counted in any. */
  readonly ok: boolean;
  /** In the order asked for. */
  readonly states: readonly PermitState[];
}

/** Counts requests, across every process that uses the database. */
export interface PermitStore {
  /**
   * Takes permits of several limits, of all or of none; each is counted and decided in one statement. A count of 0 only
   * tells how they stand.
   *
   * Unlike everything else here this is not durable: a power cut may forget the last minute. So it costs no fsync.
   */
  takePermits(
    limits: readonly PermitLimit[],
    taking: { readonly count: number; readonly now: Date },
  ): Promise<TakenPermits>;
}
