import type { Clock } from '../ports/clock.ts';

export interface HeldLease {
  readonly clock: Clock;
  /** How long a lease lives without being renewed, in ms. */
  readonly leaseMs: number;
  /** @returns false when the lease is lost. */
  readonly renew: (until: Date) => Promise<boolean>;
}

/**
 * Renews a lease while a turn runs, so that the lease itself can be short.
 *
 * A short lease is what lets a killed worker's rows go on soon; a slow node or receiver must not cut a living one's turn.
 */
export async function holdLease<Result>(
  { clock, leaseMs, renew }: HeldLease,
  turn: () => Promise<Result>,
): Promise<Result> {
  const ended = new AbortController();
  const renewing = keepRenewing();
  try {
    return await turn();
  } finally {
    ended.abort();
    await renewing;
  }

  async function keepRenewing(): Promise<void> {
    for (;;) {
      await clock.sleep(leaseMs / 3, ended.signal);
      if (ended.signal.aborted) return;
      // A lost lease, or a database that does not answer, shows in the turn itself at its next write.
      const held = await renew(new Date(clock.now().getTime() + leaseMs)).catch(() => true);
      if (!held) return;
    }
  }
}
