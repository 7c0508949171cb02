import type { Delivery, DeliveryOutcome, Endpoint } from '../ports/store/webhooks.ts';
import type { WebhookReply } from './createWebhookSender.ts';
import { readRetryAfterMs } from './retryAfter.ts';
import { disableAfterMs, retryDelayMs } from './schedule.ts';

/** What follows from one attempt. */
export interface Verdict {
  readonly outcome: DeliveryOutcome;
  /** A sentence for the delivery log; null after a success. */
  readonly error: string | null;
  /** Why the endpoint is disabled with it; null: it is not. */
  readonly disable: string | null;
}

/** Decides by the answer alone: 2xx is success, everything else is tried again on schedule, 410 ends the endpoint. */
export function judgeReply(
  reply: WebhookReply,
  {
    delivery,
    endpoint,
    now,
    spread,
  }: {
    readonly delivery: Pick<Delivery, 'attempts'>;
    readonly endpoint: Pick<Endpoint, 'failingSince'>;
    readonly now: Date;
    /** Random number from 0 to 1. */
    readonly spread: number;
  },
): Verdict {
  if (reply.answered && reply.status >= 200 && reply.status < 300) {
    return { outcome: { kind: 'succeeded' }, error: null, disable: null };
  }

  const scheduledMs = retryDelayMs(delivery.attempts + 1, spread);
  // Retry-After can only put an attempt off: hurrying through the schedule would park the delivery within minutes.
  const askedMs = reply.answered ? readRetryAfterMs(reply.retryAfter, now) : undefined;
  return {
    outcome:
      scheduledMs === undefined
        ? { kind: 'parked' }
        : { kind: 'retry', at: new Date(now.getTime() + Math.max(scheduledMs, askedMs ?? 0)) },
    error: reply.answered ? sentenceOf(reply.status) : reply.error,
    disable: reasonToDisable(reply, endpoint, now),
  };
}

function sentenceOf(status: number): string {
  if (status === 410) return 'the endpoint answered 410: it takes no more webhooks';
  if (status >= 300 && status < 400)
    return `the endpoint answered ${status}: redirects are not followed`;
  return `the endpoint answered ${status}, should answer 200 to 299`;
}

function reasonToDisable(
  reply: WebhookReply,
  { failingSince }: Pick<Endpoint, 'failingSince'>,
  now: Date,
): string | null {
  if (reply.answered && reply.status === 410)
    return 'The endpoint answered 410: it takes no more webhooks';
  if (failingSince !== null && now.getTime() - failingSince.getTime() >= disableAfterMs)
    return `Every delivery has failed since ${failingSince.toISOString()}`;
  return null;
}
