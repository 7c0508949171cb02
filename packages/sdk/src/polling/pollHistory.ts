import type { Runtime } from '../internal/runtime.ts';
import type { Deployment, HistoryEntry } from '../types/deployment.ts';
import type { RequestOptions } from '../types/options.ts';

/** What asking again and again uses. */
export interface PollDeps {
  readonly runtime: Pick<Runtime, 'sleep'>;
  readonly get: (deploymentId: string, options: RequestOptions) => Promise<Deployment>;
}

/** Yields the history after a sequence by asking for the status, as often as the server suggests. */
export async function* pollHistory(
  { runtime, get }: PollDeps,
  watch: { deploymentId: string; afterSequence: number; options: RequestOptions },
): AsyncGenerator<HistoryEntry, 'rested' | 'closed'> {
  let last = watch.afterSequence;
  for (;;) {
    const { history, nextPollMs } = await get(watch.deploymentId, watch.options);
    for (const entry of history) {
      if (entry.sequence <= last) continue;
      last = entry.sequence;
      yield entry;
    }
    if (nextPollMs === null) return 'rested';
    await runtime.sleep(nextPollMs, watch.options.signal);
  }
}
