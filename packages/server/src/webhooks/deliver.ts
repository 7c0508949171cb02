import { signWebhook } from '@biatec-tokens/core';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { ClaimedDelivery, Store } from '../ports/store/index.ts';
import type { Vault } from '../ports/vault.ts';
import { openWebhookSecrets } from '../services/webhookSecrets.ts';
import type { WebhookSender } from './createWebhookSender.ts';
import { judgeReply } from './judgeReply.ts';

/** What delivering uses. */
export interface DeliverDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** Random number from 0 to 1, to spread the retries. */
  readonly random: () => number;
  readonly sender: Pick<WebhookSender, 'send'>;
  readonly store: Pick<Store, 'settleDelivery'>;
  readonly vault: Pick<Vault, 'open'>;
}

const userAgent = 'BiatecTokens-Webhooks/1';

/**
 * Makes one attempt at a claimed delivery and settles it.
 *
 * Signed now, so that its time is fresh and a secret that retired since signs nothing; the body stays as it was frozen. A
 * process that ends between sending and settling leaves the lease behind: the same event is sent again when it runs out.
 */
export async function deliver(
  deps: DeliverDeps,
  { delivery, endpoint, payload, leaseToken }: ClaimedDelivery,
  signal: AbortSignal,
): Promise<void> {
  const sentAt = deps.clock.now();
  const secrets = await openWebhookSecrets(deps.vault, endpoint, sentAt);
  const reply = await deps.sender.send({
    url: endpoint.url,
    headers: {
      ...signWebhook({ id: delivery.eventId, sentAt, body: payload, secrets }),
      'content-type': 'application/json',
      'user-agent': userAgent,
      'x-correlation-id': correlationIdOf(payload) ?? delivery.eventId,
    },
    body: payload,
    signal,
  });
  // Broken off by ourselves: that says nothing about the endpoint, so it costs no attempt.
  if (!reply.answered && signal.aborted) return;

  const now = deps.clock.now();
  const verdict = judgeReply(reply, { delivery, endpoint, now, spread: deps.random() });
  await deps.store.settleDelivery({
    deliveryId: delivery.id,
    leaseToken,
    outcome: verdict.outcome,
    status: reply.answered ? reply.status : null,
    error: verdict.error,
    responseExcerpt: reply.answered ? reply.excerpt : null,
    ...(verdict.disable === null ? {} : { disableEndpoint: verdict.disable }),
    now,
  });
  const facts = { deliveryId: delivery.id, endpointId: endpoint.id, eventId: delivery.eventId };
  if (verdict.disable !== null)
    deps.log.warn({ ...facts, reason: verdict.disable }, 'a webhook endpoint was disabled');
  else if (verdict.outcome.kind === 'parked')
    deps.log.warn({ ...facts, reason: verdict.error }, 'a webhook delivery was parked');
}

function correlationIdOf(payload: string): string | null {
  const { correlationId } = JSON.parse(payload) as { correlationId: string | null };
  return correlationId;
}
