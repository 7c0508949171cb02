/** Runs costly work a few at a time, in order; the rest waits in a line of bounded length. */
export interface WorkQueue {
  /** @throws {QueueFullError} If the line is full; nothing was started then. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Work that waits and was not started. */
  readonly waiting: number;
}

export interface WorkQueueOptions {
  /** How many run at once. */
  readonly concurrency: number;
  /** How many may wait. @default no limit */
  readonly queueLimit?: number;
  /** What one piece of work costs before any was measured, in ms. @default 300 */
  readonly expectedMs?: number;
  /** A steadily rising time in ms, for measuring. @default performance.now */
  readonly monotonicMs?: () => number;
}

/** Weight of the newest measurement in the running average. */
const newestWeight = 0.2;

export function createWorkQueue({
  concurrency,
  queueLimit = Number.POSITIVE_INFINITY,
  expectedMs = 300,
  monotonicMs = () => performance.now(),
}: WorkQueueOptions): WorkQueue {
  const line: (() => void)[] = [];
  let running = 0;
  let averageMs = expectedMs;

  function startNext(): void {
    if (running >= concurrency) return;
    const start = line.shift();
    if (start === undefined) return;
    running += 1;
    start();
  }

  async function turn(): Promise<void> {
    await new Promise<void>((resolve) => {
      line.push(resolve);
      startNext();
    });
  }

  return {
    get waiting() {
      return line.length;
    },

    async run(work) {
      if (running >= concurrency && line.length >= queueLimit) {
        const rounds = Math.ceil((line.length + 1) / concurrency);
        throw new QueueFullError({ retryAfterMs: rounds * averageMs });
      }
      await turn();
      const startedMs = monotonicMs();
      try {
        return await work();
      } finally {
        averageMs += newestWeight * (monotonicMs() - startedMs - averageMs);
        running -= 1;
        startNext();
      }
    },
  };
}

/** Thrown instead of waiting when the line is full. */
export class QueueFullError extends Error {
  override readonly name = 'QueueFullError';
  /** When the line that is full now will have been worked off, in ms. */
  readonly retryAfterMs: number;

  constructor({ retryAfterMs }: { retryAfterMs: number }) {
    super('Cannot take the work: the queue is full');
    this.retryAfterMs = retryAfterMs;
  }
}
