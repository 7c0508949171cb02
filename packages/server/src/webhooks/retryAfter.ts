/**
 * The Retry-After header field.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
import { retryAfterMaxMs } from './schedule.ts';

const seconds = /^\d{1,10}$/;
/** An HTTP date in its present form or one of the two old ones, which recipients must read too (section 5.6.7). */
const httpDate = /^[A-Z][a-z]{2,8},? [\w: -]{10,24}$/;

/** How long the endpoint asks to be left alone, in ms, within bounds; undefined when it does not, or not legibly. */
export function readRetryAfterMs(value: string | null, now: Date): number | undefined {
  const text = value?.trim() ?? '';
  const askedMs = seconds.test(text) ? Number(text) * 1_000 : untilDateMs(text, now);
  return askedMs === undefined ? undefined : Math.min(Math.max(askedMs, 0), retryAfterMaxMs);
}

function untilDateMs(text: string, now: Date): number | undefined {
  if (!httpDate.test(text)) return undefined;
  // The oldest form names no zone; all three mean UTC.
  const at = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(at) ? undefined : at - now.getTime();
}
