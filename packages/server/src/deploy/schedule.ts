/** When the engine looks again, by what it waits for. Times in ms. */
export const schedule = {
  /** A transaction on its way: quick at first, then ever slower. */
  inclusion: { min: 40, max: 3_000, growth: 0.25 },
  /** A block on its way to finality. */
  finality: { min: 500, max: 15_000, growth: 0.1 },
  /** Something outside must be mended: a node, a key provider, a balance. */
  outage: { min: 500, max: 30_000, growth: 0.25 },
} as const;

export type ScheduleName = keyof typeof schedule;

/** Time without a sign of the transaction after which the same bytes are sent again. */
export const rebroadcastAfterMs = 1_500;

/** Time in the pool after which the fees of an EVM transaction are raised. */
export const raiseFeesAfterMs = 60_000;

/** Attempts after which a deployment fails for good; each but the last is proven impossible. */
export const attemptsMax = 5;

/**
 * Time until the next look: a share of the time waited so far, within bounds, spread by up to a fifth.
 *
 * @param waitedMs - Time since the waiting began.
 * @param spread - Random number from 0 to 1.
 */
export function nextDelayMs(name: ScheduleName, waitedMs: number, spread: number): number {
  const { min, max, growth } = schedule[name];
  const delayMs = Math.min(max, Math.max(min, waitedMs * growth));
  return Math.round(delayMs * (0.8 + 0.4 * spread));
}
