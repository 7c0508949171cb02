import { holdLease } from '../internal/holdLease.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';

/** One kind of work: rows that become due, are leased, and are worked on one by one. */
export interface WorkLoopOptions<Claimed> {
  readonly clock: Clock;
  readonly log: Log;
  /** Who works, for the log: "the delivery worker". */
  readonly worker: string;
  /** Rows worked on at once; asked before every look. */
  readonly concurrency: () => number;
  /** Leases due rows. */
  readonly claim: (claim: { readonly limit: number; readonly now: Date }) => Promise<Claimed[]>;
  /** @returns false when the lease is lost. */
  readonly renew: (claimed: Claimed, until: Date) => Promise<boolean>;
  /** Does the work. */
  readonly work: (claimed: Claimed, signals: WorkSignals) => Promise<void>;
  /** Told when `work` rejects: our own fault, so nothing is settled, and the lease running out brings the row back. */
  readonly onError: (error: unknown, claimed: Claimed) => void;
  /** When to look again at the latest, as known after a look at `lookedAt`; null: after `pollMs`. */
  readonly nextDueAt: (lookedAt: Date) => Promise<Date | null>;
  /** Time a worker may be silent before others take over, in ms; a living one renews in time. */
  readonly leaseMs: number;
  /** Longest sleep between two looks, in ms; other processes may have added work. */
  readonly pollMs: number;
  /** Time that running work gets to end when stopping, in ms, before it is broken off. @default all it needs */
  readonly stopGraceMs?: number;
}

/** What running work is told. */
export interface WorkSignals {
  /** Aborted when the loop stops: begin nothing new. */
  readonly stopping: AbortSignal;
  /** Aborted when the grace has passed: end now. */
  readonly breakingOff: AbortSignal;
}

/** Works on what is due, in one process. */
export interface WorkLoop {
  start(): void;
  /** Looks for due rows now. */
  wake(): void;
  /** Claims nothing new and resolves when the running work has ended, or was broken off to be done again later. */
  stop(): Promise<void>;
}

/** Time between looks while nothing may run, in ms. */
const noRoomPollMs = 20;

/**
 * The loop every worker has in common: claim what there is room for, hold its leases, sleep until more is due or somebody wakes it.
 *
 * Rows are leased where they stand; there is no queue beside them that could disagree.
 */
export function createWorkLoop<Claimed>(options: WorkLoopOptions<Claimed>): WorkLoop {
  const { clock, log, worker, leaseMs, pollMs, stopGraceMs } = options;
  const stopping = new AbortController();
  const breakingOff = new AbortController();
  const signals = { stopping: stopping.signal, breakingOff: breakingOff.signal };
  const running = new Set<Promise<void>>();
  let wakened = new AbortController();
  let loop: Promise<void> | undefined;

  const wake = (): void => wakened.abort();
  const countFree = (): number => Math.max(0, options.concurrency() - running.size);

  async function claim(now: Date): Promise<number> {
    const limit = countFree();
    if (limit === 0) return 0;
    const claimed = await options.claim({ limit, now });
    for (const one of claimed) {
      const renew = (until: Date) => options.renew(one, until);
      const turn = holdLease({ clock, leaseMs, renew }, () => options.work(one, signals))
        .catch((error: unknown) => options.onError(error, one))
        .finally(() => {
          running.delete(turn);
          wake();
        });
      running.add(turn);
    }
    return claimed.length;
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      wakened = new AbortController();
      try {
        const now = clock.now();
        const claimed = await claim(now);
        if (claimed > 0 && countFree() > 0) continue;
        await clock.sleep(
          await untilNextMs(now),
          AbortSignal.any([stopping.signal, wakened.signal]),
        );
      } catch (error) {
        log.error({ err: error }, `${worker} could not look for work`);
        await clock.sleep(pollMs, stopping.signal);
      }
    }
  }

  async function untilNextMs(lookedAt: Date): Promise<number> {
    // The end of what runs wakes the loop.
    if (countFree() === 0) return running.size > 0 ? pollMs : noRoomPollMs;
    const dueAt = await options.nextDueAt(lookedAt);
    if (dueAt === null) return pollMs;
    return Math.min(pollMs, Math.max(1, dueAt.getTime() - clock.now().getTime()));
  }

  return {
    start() {
      loop ??= run();
    },
    wake,
    async stop() {
      stopping.abort();
      await loop;
      const ended = Promise.allSettled(running);
      if (stopGraceMs !== undefined) {
        const grace = new AbortController();
        void ended.then(() => grace.abort());
        await clock.sleep(stopGraceMs, grace.signal);
        breakingOff.abort();
      }
      await ended;
    },
  };
}
