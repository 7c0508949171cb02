/** When webhooks are sent again. Times in ms. */

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Time from a failed attempt to the next, by how many attempts failed. After the last one a delivery is parked. */
export const retrySchedule = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
] as const;

/** Share by which a delay may be longer than the table says, so that many deliveries do not come back at once. */
export const jitter = 0.2;

/** The longest wait that an endpoint can ask for with Retry-After. */
export const retryAfterMaxMs = 24 * hour;

/** An endpoint that fails for so long is disabled. */
export const disableAfterMs = 5 * 24 * hour;

/** From the first byte sent to the last byte read. */
export const callTimeoutMs = 15 * second;

/**
 * Time from a failed attempt to the next; undefined after the last.
 *
 * @param attempts - Attempts made so far, the failed one included.
 * @param spread - Random number from 0 to 1.
 */
export function retryDelayMs(attempts: number, spread: number): number | undefined {
  const delayMs = retrySchedule[attempts - 1];
  return delayMs === undefined ? undefined : Math.round(delayMs * (1 + jitter * spread));
}
