import { AppError } from '@biatec-tokens/core';
import { createWorkLoop, type WorkLoop } from '../../jobs/createWorkLoop.ts';
import type { Clock } from '../../ports/clock.ts';
import { walkRecords, type HeldRewrap, type WalkDeps } from './walkRecords.ts';

export interface RewrapWorkerDeps extends WalkDeps {
  readonly clock: Clock;
}

const leaseMs = 5_000;
const pollMs = 5_000;

/** Goes on with an unfinished walk while the server works, if nobody else does. */
export function createRewrapWorker(deps: RewrapWorkerDeps): WorkLoop {
  const { clock, log, store } = deps;
  return createWorkLoop<HeldRewrap>({
    clock,
    log,
    worker: 'the rewrap worker',
    concurrency: () => 1,
    async claim({ now }) {
      const claimed = await store.claimRewrap({ now, leaseMs });
      return claimed === undefined ? [] : [claimed];
    },
    renew: ({ rewrap, leaseToken }, until) =>
      store.renewRewrapLease({ id: rewrap.id, leaseToken }, until),
    async work(held, { stopping }) {
      const walk = await walkRecords(deps, held, { stopping });
      if (walk.finishedAt === null) {
        await store.releaseRewrap({ id: walk.id, leaseToken: held.leaseToken });
        return;
      }
      const { id, rewrapped, failed } = walk;
      log.info({ rewrapId: id, rewrapped, failed }, 'sealed records are wrapped anew');
    },
    onError(error, { rewrap }) {
      // The lease runs out, and the walk goes on where it was.
      const away = error instanceof AppError && error.code === 'KEY_PROVIDER_UNAVAILABLE';
      const level = away ? 'warn' : 'error';
      log[level]({ err: error, rewrapId: rewrap.id }, 'wrapping records anew was cut off');
    },
    nextDueAt: async () => null,
    leaseMs,
    pollMs,
  });
}
