import type { Clock } from '../ports/clock.ts';
import type { DeploymentStore, Lease } from '../ports/store/index.ts';

/**
 * Renews a lease while a turn runs, so that the lease itself can be short.
 *
 * A short lease is what makes a killed worker's deployments go on soon; slow nodes must not shorten a living one's turn.
 */
export async function holdLease(
  { clock, store }: { readonly clock: Clock; readonly store: Pick<DeploymentStore, 'renewLease'> },
  lease: Lease,
  leaseMs: number,
  turn: () => Promise<void>,
): Promise<void> {
  const ended = new AbortController();
  const renewing = renew();
  try {
    await turn();
  } finally {
    ended.abort();
    await renewing;
  }

  async function renew(): Promise<void> {
    for (;;) {
      await clock.sleep(leaseMs / 3, ended.signal);
      if (ended.signal.aborted) return;
      const until = new Date(clock.now().getTime() + leaseMs);
      // A lost lease, or a database that does not answer, shows in the turn itself at its next write.
      const held = await store.renewLease(lease, until).catch(() => true);
      if (!held) return;
    }
  }
}
