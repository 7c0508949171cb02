/** When mails are sent again. Times in ms. */

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Time from a failed try to the next, by how many tries failed. After the last one a mail is parked. */
export const retrySchedule = [
  10 * second,
  minute,
  5 * minute,
  15 * minute,
  hour,
  4 * hour,
  12 * hour,
  24 * hour,
] as const;

/** Share by which a delay may be longer than the table says, so that many mails do not come back at once. */
export const jitter = 0.2;

/**
 * Time from a failed try to the next; undefined after the last.
 *
 * @param attempts - Tries made so far, the failed one included.
 * @param spread - Random number from 0 to 1.
 */
export function retryDelayMs(attempts: number, spread: number): number | undefined {
  const delayMs = retrySchedule[attempts - 1];
  return delayMs === undefined ? undefined : Math.round(delayMs * (1 + jitter * spread));
}
