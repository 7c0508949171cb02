import type { DeploymentWebhookEvent, WebhookEvent } from '@biatec-tokens/sdk';
import { PlainError } from '../lib/ensure.ts';
import { formatMs } from '../lib/terminal.ts';

/** What the webhook receiver has reported so far. */
export interface Mailbox {
  /** Verified webhooks of a deployment, each event once, in the order of their first arrival. */
  of(deploymentId: string): readonly DeploymentWebhookEvent[];
  /** Why requests were refused. */
  readonly refusals: readonly string[];
  /** Settles when something has arrived; `what` is said if it never does. */
  until(what: string, isThere: () => boolean): Promise<void>;
  onEvent(event: WebhookEvent): void;
  onRefused(problem: string): void;
}

const waitMsMax = 20_000;

export function createMailbox(): Mailbox {
  const events = new Map<string, DeploymentWebhookEvent>();
  const refusals: string[] = [];
  const looking = new Set<() => void>();
  const look = (): void => {
    for (const one of looking) one();
  };

  return {
    refusals,
    of: (deploymentId) =>
      [...events.values()].filter(({ data }) => data.deploymentId === deploymentId),
    async until(what, isThere) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const sentence = `Still missing after ${formatMs(waitMsMax)}: ${what}`;
      const tooLate = setTimeout(() => reject(new PlainError(sentence)), waitMsMax);
      const lookHere = (): void => {
        if (isThere()) resolve();
      };
      looking.add(lookHere);
      lookHere();
      try {
        await promise;
      } finally {
        clearTimeout(tooLate);
        looking.delete(lookHere);
      }
    },
    onEvent(event) {
      // Deliveries may repeat: an id counts once.
      if (event.type === 'webhook.test' || event.type === 'security.account_locked') return;
      if (events.has(event.id)) return;
      events.set(event.id, event);
      look();
    },
    onRefused(problem) {
      refusals.push(problem);
      look();
    },
  };
}
