import { isResting, type HistoryEntry } from '@biatec-tokens/core';
import type { ChangeNotifier } from '../ports/changeNotifier.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store/index.ts';
import type { RequestPrincipal } from '../trpc/context.ts';
import { findAgain } from './auth/authenticate.ts';
import { mayDo } from './auth/authorize.ts';
import { describeHistoryEntry } from './describeDeployment.ts';

/** Another process may have made a change that this one is not told of. */
const pollMs = 1_000;
const heartbeatMs = 15_000;

export interface WatchDeploymentDeps {
  readonly store: Pick<Store, 'listHistory' | 'findPrincipal' | 'findApiKeyPrincipal'>;
  readonly clock: Clock;
  readonly changes: ChangeNotifier;
}

/**
 * Yields the history of a deployment after `afterSequence`, then each new entry as it happens, in order and without a gap.
 *
 * Ends after a resting state, or when the signal is aborted. Yields null now and then when nothing happens.
 */
export async function* watchDeployment(
  { store, clock, changes }: WatchDeploymentDeps,
  watch: {
    readonly deploymentId: string;
    /** Ends with the session or the key, and with the right to read: who was signed out sees nothing new. */
    readonly principal: RequestPrincipal;
    readonly afterSequence: number;
    readonly signal: AbortSignal;
  },
): AsyncGenerator<HistoryEntry | null, void> {
  let { afterSequence } = watch;
  let wakened = new AbortController();
  let toldAt = clock.now().getTime();
  const unsubscribe = changes.subscribe(watch.deploymentId, () => wakened.abort());
  try {
    while (!watch.signal.aborted) {
      // Made before the read: a change during the read wakes the sleep after it.
      wakened = new AbortController();
      const history = await store.listHistory(watch.deploymentId);
      const principal = await findAgain(store, watch.principal, clock.now());
      if (principal === undefined || !mayDo(principal, 'deployments.read')) return;
      for (const row of history) {
        if (row.sequence <= afterSequence) continue;
        afterSequence = row.sequence;
        toldAt = clock.now().getTime();
        yield describeHistoryEntry(row);
      }
      const last = history.at(-1);
      if (last === undefined || isResting(last.state)) return;
      await clock.sleep(pollMs, AbortSignal.any([wakened.signal, watch.signal]));
      if (clock.now().getTime() - toldAt >= heartbeatMs) {
        toldAt = clock.now().getTime();
        yield null;
      }
    }
  } finally {
    unsubscribe();
  }
}
